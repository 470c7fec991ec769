"""``README-RECOVERY.txt``: how to get everything back with stock tools, and nothing of ours.

The commands are run by the tests as they stand in the text. It names nobody and no dispute.
"""

from __future__ import annotations

from pathlib import Path

from onrecord.vault import durable

FILE = "README-RECOVERY.txt"

TEXT = """\
HOW TO GET EVERYTHING IN THIS FOLDER BACK WITHOUT ONRECORD

This folder is a vault of OnRecord: encrypted documents and records. With the
passphrase or the recovery code, common free tools open all of it.

You need
  - the passphrase, or the recovery code from the recovery sheet;
  - the program "age" (packages are called age; https://age-encryption.org);
  - for the records: Python 3 with its package "sqlcipher3", or the program
    "sqlcipher", version 4 or newer. "sqlcipher --version" must say 4 or more
    in brackets; Debian 12 has 3.4, which cannot open this vault.

Work on a copy of this folder. The commands are for a terminal opened in the
copy, on Linux or macOS; on Windows use WSL or Git Bash. Copy each block whole.

1. THE KEYS

   age -d -o keys.txt keys/passphrase.age

It asks for the passphrase. With the recovery code instead:

   age -d -o keys.txt keys/recovery.age

Type the code in capitals with its dashes, ABCDE-FGHJK-..., zeros and ones as
digits. If a key file is damaged, its second copy ends in ".2.age".

keys.txt now opens everything here. Keep it private, and delete it at the end.

2. THE DOCUMENTS

   mkdir recovered
   for f in objects/??/????????????????????????????????.age; do
     age -d -i keys.txt "$f" > "recovered/$(basename "$f" .age)"
   done

Each is the original file, bit for bit, under a random name. What each one is,
its file name among it, stands in a note beside it:

   for f in objects/??/*.meta.age; do
     age -d -i keys.txt "$f"; echo
   done > recovered/names.txt

A single document also opens without keys.txt, asking for the passphrase:
"age -d -i keys/passphrase.age objects/ab/ab....age".

3. THE RECORDS

vault.db is a SQLCipher 4 database; vault.db-wal, if it is there, holds its
newest part and must lie beside it. Its key is in keys.txt, after "vault_db":
96 letters and digits. With Python ("pip install sqlcipher3" first), this
writes recovered/records.db, an ordinary SQLite database:

python3 - <<'END'
import re, sqlcipher3
key = re.search('"vault_db": "([0-9a-f]{96})"', open("keys.txt").read())[1]
db = sqlcipher3.connect("vault.db")
db.execute('PRAGMA key = "x\\'' + key + '\\'"')
db.execute("ATTACH DATABASE 'recovered/records.db' AS plain KEY ''")
db.execute("SELECT sqlcipher_export('plain')").fetchall()
db.execute("DETACH DATABASE plain")
END

With the program instead: "sqlcipher vault.db", then, with your 96 characters,

   PRAGMA key = "x'PUT THE 96 CHARACTERS HERE'";
   ATTACH DATABASE 'recovered/records.db' AS plain KEY '';
   SELECT sqlcipher_export('plain');
   DETACH DATABASE plain;

In records.db, the table "evidence" names each document: its object_id is the
name of the file in step 2. Calls and letters are in "contact" and
"contact_line", the history in "custody". If vault.db is damaged, the files in
snapshots/ are older copies that open in the same way.

4. WHAT ARRIVED WHILE THE VAULT WAS LOCKED

   for f in inbox/*.age; do
     age -d -i keys.txt "$f" > "recovered/inbox-$(basename "$f" .age)"
   done

The first line of each says what it is; the rest is the content.

At the end delete keys.txt and whatever of "recovered" you do not need.
"""


def write_recovery_steps(folder: Path) -> None:
    """Write the steps into the vault's folder, atomically and durably. Raises OSError."""
    durable.write_whole(folder / FILE, TEXT.encode("ascii"))


def recovery_steps_are_whole(folder: Path) -> bool:
    """Whether the steps in the vault's folder are these, to the letter."""
    try:
        return (folder / FILE).read_bytes() == TEXT.encode("ascii")
    except OSError:
        return False
