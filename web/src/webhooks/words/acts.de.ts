/** Acts that a webhook can hear of, kind by kind, in German. */

export const groups = {
  deadline: "Fristen",
  question: "Anfragen",
  litigation: "Verfahren",
  condemnation: "Verurteilungen",
  event: "Ereignisse in einem Dossier",
  document: "Dokumente",
  message: "Nachrichten",
  participant: "Wer mitwirkt",
  watch: "Überwachung von Zwangsgeldern",
} as const;

export const acts = {
  deadline: {
    rang: "eine Erinnerung wurde ausgelöst",
    escalated: "niemand hat den Tag zur Kenntnis genommen, weitere wurden verständigt",
    acknowledged: "der Tag wurde zur Kenntnis genommen",
    computed: "eine Frist wurde berechnet",
    extended: "eine Frist wurde verlängert",
    overridden: "der Tag wurde von Hand gesetzt",
    recomputed: "eine Frist wurde neu berechnet",
    conflict_raised: "eine Frist wartet auf eine Entscheidung",
    met: "eine Frist wurde gewahrt",
    receipt_given: "ein Beleg wurde nachgereicht",
    waived: "eine Frist wurde nicht genutzt",
    lapsed: "eine Frist entsteht nicht mehr",
    confirmed: "ein zweiter Jurist hat den Tag bestätigt",
    contested: "ein zweiter Jurist hat den Tag bestritten",
  },
  question: {
    opened: "eine Anfrage ist eingegangen",
    taken: "eine Anfrage wurde übernommen",
    assigned: "eine Anfrage wurde zugewiesen",
    closed: "eine Anfrage wurde abgeschlossen",
    reopened: "eine Anfrage wurde wieder geöffnet",
    became_litigation: "aus einer Anfrage wurde ein Verfahren",
  },
  litigation: {
    opened: "ein Verfahren wurde eröffnet",
    assigned: "ein Verfahren wurde zugewiesen",
    closed: "ein Verfahren wurde abgeschlossen",
    reopened: "ein Verfahren wurde wieder geöffnet",
  },
  condemnation: {
    opened: "eine Verurteilung wurde eröffnet",
    assigned: "eine Verurteilung wurde zugewiesen",
    closed: "eine Verurteilung wurde abgeschlossen",
    reopened: "eine Verurteilung wurde wieder geöffnet",
  },
  event: {
    recorded: "ein Ereignis wurde erfasst",
    corrected: "ein Ereignis wurde berichtigt",
    retracted: "ein Ereignis wurde zurückgezogen",
  },
  document: {
    filed: "ein Dokument wurde abgelegt",
    version_added: "ein Dokument hat eine neue Fassung",
    withdrawn: "ein Dokument wurde entfernt",
  },
  message: {
    recorded: "eine Nachricht wurde erfasst",
  },
  participant: {
    added: "jemand wirkt mit",
    changed: "eine Rolle wurde geändert",
    removed: "jemand wirkt nicht mehr mit",
  },
  watch: {
    opened: "ein Zwangsgeld wird überwacht",
    moved: "der Tag einer Überwachung hat sich verschoben",
    lapsed: "eine Überwachung endete",
  },
} as const;
