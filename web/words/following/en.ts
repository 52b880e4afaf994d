/** English words for what changes while one reads, and for taking back. */
export const following = {
  "live.news_one": "{{count}} incident is new or changed",
  "live.news_other": "{{count}} incidents are new or changed",
  "live.many": "Much has changed since you opened this",
  "live.show": "Show",
  "live.incident": "This incident has changed since you opened it.",
  "live.gone": "This incident is no longer there as it was: its observations were joined otherwise or taken back.",
  "failure.preparing": "The server is preparing the record. This page goes on by itself.",
  "undo.button": "Take back entry {{index}}",
  "undo.words": "Its effect goes; the entry and this withdrawal stay in the record.",
  "undo.reason": "Why is it taken back?",
  "undo.done": "Taken back by entry {{index}}.",
  "undo.withdrawn": "taken back",
} as const;
