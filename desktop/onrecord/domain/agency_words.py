"""The closed vocabularies of the directory, each code with its words for the screen.

``schemas/agency.schema.json`` holds the same codes with the same words (a test compares them), so
that a person who writes an entry by hand finds their meaning there.
"""

from __future__ import annotations

KINDS = {
    "regulator": "a regulator that takes complaints",
    "ombudsman": "an independent scheme that settles complaints",
    "mediation": "an office that helps both sides to agree",
    "notice": "a notice to the company or bank itself, by law or by scheme rule",
    "report_only": "an office that collects reports and settles no single case",
    "court": "a court or tribunal",
}

SECTORS = {
    "any": "any purchase from a business",
    "bank_account": "a bank account",
    "debit_card": "a debit card or cash machine",
    "credit_card": "a credit or charge card",
    "credit_line": "other open-ended credit",
    "prepaid_card": "a prepaid card",
    "bank_transfer": "a bank transfer",
    "payment_service": "a payment service or e-money",
    "money_transfer": "sending money abroad or in cash",
    "loan": "a loan",
    "mortgage": "a mortgage",
    "credit_report": "a credit report",
    "credit_repair": "a credit repair service",
    "debt_collection": "debt collection",
    "virtual_currency": "virtual currency",
    "insurance": "insurance",
    "pension": "a pension",
    "investment": "an investment",
    "phone": "a telephone line",
    "mobile": "a mobile phone",
    "internet": "internet access",
    "internet_installation": "the installation of internet access",
    "tv": "television or radio service",
    "premium_rate": "premium-rate numbers",
    "unwanted_calls": "unwanted calls",
    "accessibility": "access for people with a disability",
    "electricity": "electricity",
    "gas": "gas",
    "water": "water",
    "heat": "heat from a network",
    "air_travel": "air travel",
    "rail": "rail travel",
    "vehicle": "the sale, repair or warranty of a vehicle",
    "moving": "a move of your household by a moving company",
    "legal_services": "a lawyer or legal service",
    "shopping": "something bought from a shop or online",
    "subscription": "a subscription",
    "misleading": "a misleading statement or practice",
    "scam": "a scam or fraud",
    "other": "something else",
}
"""``any`` stands in the directory only; a dispute has one of the others."""

SECTOR_GROUPS = {
    "telecoms": ("phone", "mobile", "internet", "tv"),
    "energy": ("electricity", "gas", "heat"),
    "utility": ("electricity", "gas", "water", "heat"),
    "bank": ("bank_account", "debit_card", "credit_card", "bank_transfer", "loan", "mortgage"),
    "card payment": ("credit_card", "debit_card"),
    "pay tv": ("tv",),
    "travel": ("air_travel", "rail"),
}
"""What people say for several of them at once."""

WAYS = {
    "online": "on their website",
    "phone": "by telephone",
    "email": "by email",
    "post": "by post",
}

CARDS = {
    "visa": "Visa",
    "mastercard": "Mastercard",
    "amex": "American Express",
    "discover": "Discover or Diners Club",
}
"""Networks of cards: each limits what a bank can hand in."""

CASES = {"by_email": WAYS["email"], **CARDS}
"""Where limits of files hold in one case only."""

PAGES = {
    "complain": "where to complain",
    "find": "where to find the one for your place",
    "about": "what they say about it",
    "rules": "the rule itself",
}

COMPANY_FIRST = {
    "required": "You must complain to the company first.",
    "required_in_writing": "You must complain to the company in writing first.",
    "usual": "They usually want you to complain to the company first.",
    "encouraged": "They would like you to complain to the company first.",
    "letter_before_claim": "Send a letter before you claim, which says what you want and by when.",
    "not_required": "You need not complain to the company first.",
    "not_applicable": "This is itself sent to the company or bank.",
}

EVENTS = {
    "first_complaint": "you first complained to the company",
    "letter_before_claim": "you sent your letter before claim",
    "complaint_sent": "the complaint was sent to the company",
    "complaint_served": "the complaint was served",
    "complaint_received": "the company received the complaint",
    "company_response": "the company answered",
    "company_decision": "the company decided",
    "company_consents": "the company agrees to it",
    "provider_refused": "the company refused",
    "final_response": "the company gave its final answer",
    "deadlock": "the company said it can do no more",
    "filed": "you filed it",
    "case_opened": "your case was opened",
    "body_notice": "the body told the company",
    "notice_given": "you gave notice",
    "oral_notice": "you gave notice by telephone",
    "notice_received": "your notice was received",
    "statement_sent": "the statement was sent",
    "first_wrong_statement_sent": "the first statement with the error was sent",
    "provisional_credit": "the money was put back for the time being",
    "refund_due": "the refund became due",
    "purchase": "you bought it",
    "transaction": "the payment was made",
    "expected_delivery": "it should have been delivered",
    "event": "it happened",
    "knowledge": "you found out",
    "breach": "the agreement was broken",
    "hearing": "the hearing takes place",
    "disrupted_flight": "the flight was disrupted",
    "damaged_baggage": "you got the damaged baggage",
    "delayed_baggage": "you got the delayed baggage",
    "debt_notice": "you got their first letter about the debt",
}
"""What a time is counted from. Each reads after "when" and, where it is ahead, after "until"."""

OPENERS = {
    "final_response": "they give their final answer",
    "deadlock": "they say they can do no more",
    "company_response": "they answer",
    "provider_refused": "they refuse",
    "company_consents": "they agree to it",
}
"""What opens a door before its time, as something still to come."""

LIMITS = {
    "refer_by": ("me", "Bring it to them"),
    "dispute_by": ("me", "Dispute it"),
    "claim_to_company_by": ("me", "Claim from the company"),
    "formal_complaint_by": ("me", "File a formal complaint"),
    "written_confirmation_by": ("me", "Confirm it in writing"),
    "evidence_upload_by": ("me", "Hand in your documents"),
    "serve_documents_by": ("me", "Send your documents to the court and the other side"),
    "feedback_by": ("me", "Say whether their answer settles it"),
    "company_must_acknowledge": ("company", "They must confirm that they have it"),
    "company_must_update": ("company", "They must tell you how far they are"),
    "company_must_reply": ("company", "They must answer"),
    "company_must_resolve": ("company", "They must settle it"),
    "furnisher_notified": ("company", "They must pass it to whoever reported the item"),
    "refund_due_card": ("company", "They must refund a card payment"),
    "refund_due_other": ("company", "They must refund any other payment"),
    "acknowledgement_by_body": ("body", "They confirm that they have it"),
    "body_decides": ("body", "They decide"),
    "typical_close": ("body", "They are usually done"),
}
"""Each time limit: who has to act (``me``, ``company``, ``body``), and what they have to do."""

UNITS = {
    "days": ("day", "days"),
    "business_days": ("working day", "working days"),
    "weeks": ("week", "weeks"),
    "months": ("month", "months"),
    "years": ("year", "years"),
}

AMOUNTS = {
    "fee": "It costs",
    "claim_limit": "They deal with claims up to",
    "award_limit": "The most they can award is",
    "price_over": "The price must be more than",
    "price_up_to": "The price may be at most",
}

FORBIDDEN = {
    "own_name": "your name",
    "contact_details": "your address, email or telephone number",
    "account_number": "account numbers",
    "identity_number": "identity or social security numbers",
    "birth_date": "dates of birth",
}

EXPECTED = {
    "account_number": "the account number in its own field",
    "identity_proof": "a copy of proof of who you are",
    "consent": "your consent to pass the complaint on",
    "other_holder_signature": "the signature of the other account holder",
    "authority_letter": "a letter that lets you act for the account holder",
    "certified_mail": "post with proof of delivery",
    "paper_copies": "copies on paper",
    "numbered_bundle": "one PDF, index first, pages numbered throughout, bookmarks, searchable",
}

PUBLIC = {
    "yes": "What you send becomes public record.",
    "likely": "What you send probably becomes public record.",
    "possible": "What you write may be published.",
}

CONDITIONS = {
    "accredited_company": "The company must be a member of their scheme.",
    "no_court_action": "You must not have begun a court case about it.",
    "company_in_other_country": "The company must be in another of their countries.",
    "direct_payment_chain": "The card must have paid the seller directly.",
}

ASKS = {
    "account_holder": "name of the account holder",
    "account_number": "account or policy number",
    "account_number_own_field": "account number, in a field of its own",
    "amount": "the amount at stake",
    "bank_statements": "bank statements",
    "bill_page": "the page of the bill with the disputed charge",
    "bills": "the bills in question",
    "bills_marked": "a copy of the bill with the disputed charges circled",
    "booking_reference": "booking or confirmation number",
    "calculation": "the amount and how you worked it out",
    "call_details": "each call with date, time, name and what was said",
    "cancellation_confirmation": "the confirmation that you cancelled",
    "charge_date_amount": "the charge with its kind, date and amount",
    "chronology": "what happened, in order, with dates",
    "company_details": "name and details of the company",
    "company_reply": "what the company answered",
    "complaint_letter": "your letter of complaint",
    "complaint_reference": "the company's complaint reference",
    "consent": "your consent",
    "contacts_with_company": "a record of your calls and messages with the company",
    "contract": "the contract",
    "copies_only": "copies, not originals",
    "correspondence": "letters, emails and messages with the company",
    "dates": "the dates",
    "deadlock_letter": "the deadlock letter, if there is one",
    "delivery_proof": "proof of delivery or return",
    "demand_letter": "your letter of demand with its deadline",
    "desired_outcome": "what you want",
    "documents": "documents that show it",
    "documents_in_date_order": "documents that show it, earliest first",
    "facts_only": "facts, without feelings",
    "final_response_letter": "the company's final answer",
    "flight": "flight number and date",
    "identity_copy": "a copy of proof of who you are",
    "indexed_exhibits": "exhibits, numbered and with an index",
    "inspection_report": "the inspection report",
    "invoice": "the invoice",
    "item_disputed": "the entry you dispute",
    "itemised_damages": "your loss, item by item",
    "letter_before_claim": "your letter before claim",
    "meter_readings": "meter readings or photos of the meter",
    "name": "your name",
    "name_and_address": "your name and address",
    "name_address_phone": "your name, address and daytime telephone number",
    "names_spoken_to": "names of the people you spoke to, with dates",
    "number_or_account": "the telephone number or account it is about",
    "payment_method": "how you paid",
    "photos": "photos",
    "product_and_issue": "which product, and what kind of problem",
    "proof_of_contact": "proof that you contacted the company",
    "proof_of_payment": "proof of payment",
    "proof_of_purchase": "proof of purchase",
    "purchase": "what you bought and when",
    "reason": "why it is wrong",
    "receipts": "receipts",
    "report_marked": "the report with the entry marked",
    "screenshots_with_dates": "screenshots that show their date",
    "service_address": "the address that is supplied",
    "statements_and_agreements": "statements and agreements",
    "steps_taken": "what you did to settle it with the company",
    "summary": "a short summary",
    "terms": "terms and conditions",
    "terms_before_paying": "the terms as shown before you paid",
    "ticket": "the ticket",
    "transaction": "the payment in question",
    "undisputed_paid": "proof that you paid what is not in dispute",
    "vehicle_registration": "the vehicle's registration number",
    "what_happened": "what happened",
    "witness_names": "names of witnesses",
    "witness_statement": "a witness statement",
}
