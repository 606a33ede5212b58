"""The groups in which the OpenAPI document shows its operations, by the module that each view lives in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tag:
    """A group, and what it is about for who reads the document."""

    name: str
    description: str


ACCESS = Tag(
    "Who sees a dossier",
    "Who takes part in a dossier, how confidential it is, and the walls that keep a colleague out.",
)
DOCUMENTS = Tag(
    "Documents",
    "Files of a dossier, with their versions, one by one or in one archive. Every download is in the trail.",
)
ME = Tag(
    "Me",
    "Who the caller is, what she was told, what mail she wants, and how much of her limits she has used.",
)

TAGS = {
    "absences": Tag("Absences", "When colleagues are away: internal days move before it, work goes elsewhere."),
    "aftermath": Tag("After the judgment", "Steps that follow a judgment, and what the case changed."),
    "answer_templates": Tag("Answer templates", "Texts for answers, with variables that a dossier fills in."),
    "answer_times": Tag("Answer times", "How many questions were answered in time, by month and team."),
    "arguments": Tag("Arguments", "What a case argues, in its order."),
    "assignment": Tag("Assignment", "A dossier is given to a colleague, or back to the team."),
    "bounces": Tag("Bounces", "Mails to colleagues that came back, for their coordinators."),
    "bulk": Tag("Many at once", "One act on up to 200 dossiers, each with an answer of its own."),
    "bundles": DOCUMENTS,
    "calendar_feeds": Tag(
        "Calendar feeds", "Addresses from which a calendar reads deadlines. Each is shown once."
    ),
    "changes": Tag("Changes", "What changed since a cursor, for a program that keeps a copy of what it may see."),
    "condemnations": Tag(
        "Condemnations", "Orders of a court against Fedasil or the State: their life, and the penalties owed."
    ),
    "confidentiality": ACCESS,
    "confirming": Tag("Confirming", "Four eyes: a second lawyer confirms or contests the day of a deadline."),
    "contacts": Tag("Contacts", "Who asks, and how to reach her: the people in the address book."),
    "corrections": Tag(
        "Corrections", "An event is put right or a day set by hand, and what follows from it is recomputed."
    ),
    "costs": Tag("Costs", "What a case cost and what came back. An entry is taken back, never changed."),
    "deadlines": Tag(
        "Deadlines", "Days that must not be missed, with every step of their computation. One can also just compute."
    ),
    "decisions": Tag("Decisions", "What the courts decided in a case, and about which grievances."),
    "documents": DOCUMENTS,
    "dossiers": Tag("Dossiers", "The caseload of every kind: questions, litigation and condemnations."),
    "events": Tag("Events", "What happened on a day in a dossier. Deadlines follow from events."),
    "grievances": Tag("Grievances", "What a case complains of, by number, and what became of each."),
    "hearings": Tag("Hearings", "When a court hears a case, and what came of it."),
    "identifiers": Tag("Identifiers", "Reads an ECLI or a role number and stores nothing."),
    "impact": Tag("Changes of law", "Which open deadlines the law of today, or changed rules, would move."),
    "imports": Tag("Imports", "Sheets that fill the book: checked first, written as a whole, and undone as one."),
    "instances": Tag("Instances", "The courts that a case goes through, each open until it has an outcome."),
    "integrations": Tag("Integrations", "The machines that call, switched on and off by people."),
    "keys": Tag("API keys", "Keys of integrations, with their scopes. People manage them, and each is shown once."),
    "links": Tag("Ties", "Ties between dossiers, made and undone by hand."),
    "litigations": Tag("Litigation", "Strategic cases, with what they aim at."),
    "mail_wishes": ME,
    "mails": Tag("Digests and reminders", "What was mailed to the caller, word for word."),
    "me": ME,
    "notices": ME,
    "merging": Tag("Merging and splitting", "Questions that are one, one that is two, several that become a case."),
    "messages": Tag("Messages", "The conversation with who asked, and notes of the desk."),
    "opening_hours": Tag("Opening hours", "When a team is open, and within what time it answers."),
    "organisations": Tag("Organisations", "Where contacts work and who takes part in cases."),
    "participants": ACCESS,
    "parties": Tag("Parties", "Who appears in a dossier, and a look for conflicts of interests."),
    "questions": Tag("Questions", "What is asked of the desk: handed in, taken, promoted to litigation."),
    "recommendations": Tag("Recommendations", "Policy recommendations, and the dossiers that are evidence for them."),
    "register": Tag("Register", "Every deadline entered, moved, met or given up, day by day and never changed."),
    "rules": Tag("The law", "The rules that deadlines are computed by, their sources, words and worked examples."),
    "saved_searches": Tag("Saved searches", "Searches one keeps, and what they newly find."),
    "statistics": Tag("Statistics", "Published figures in series, each with its source."),
    "status": Tag("Status", "Whether everything that should run has run."),
    "themes": Tag("Themes", "What dossiers can be about, with their words."),
    "time": Tag("Time", "Time spent on a dossier. What was entered is taken back, never changed."),
    "timeline": Tag("Timeline", "All that happened in a dossier in one list, newest first."),
    "tokens": Tag("Tokens", "Short-lived tokens for programs that speak OAuth 2.0; the key is the client."),
    "usage": ME,
    "webhooks": Tag("Webhooks", "Addresses of the caller that hear of acts, signed and tried again until taken."),
    "workload": Tag("Workload", "What each colleague has in hand, and who could take a question on."),
}  # fmt: skip
