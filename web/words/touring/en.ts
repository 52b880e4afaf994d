/** English words for the tour and for help. */
export const touring = {
  "help.title": "Help",
  "help.tour": "Take the tour",
  "help.tourWords": "Ten minutes through a worked example, on the real screens. It can be left at any step.",
  "help.keys": "Keys",
  "help.keysOn": "Single keys work",
  "help.inside": "Inside list, timeline and map",
  "help.key.help": "this help",
  "help.key.search": "search",
  "help.key.list": "to the list",
  "help.key.time": "to the timeline",
  "help.key.map": "to the map",
  "help.key.answer": "to the answer",
  "help.key.next": "open the next incident",
  "help.key.previous": "open the one before",
  "help.key.results": "results on and off, in their order",
  "help.key.clear": "clear the filter",
  "help.key.close": "close what is open",
  "help.key.rows": "list: from row to row",
  "help.key.stretch": "timeline: move an end of the stretch",
  "help.key.pan": "map: move, nearer, farther",
  "tour.title": "Tour",
  "tour.progress": "Tour, step {{at}} of {{of}}",
  "tour.leave": "Leave the tour",
  "tour.back": "Back",
  "tour.next": "Next",
  "tour.finish": "Finish",
  "tour.noExample": "No worked example can be read here. On your own machine, npm start loads them.",
  "tour.answer": "The answer comes first",
  "tour.answerWords":
    "For each clause: how many incidents are contrary at least, and at most. At least is certain; at most adds every incident of which the record cannot tell. Nothing in between is ever printed. Press a clause and the list shows what was counted.",
  "tour.quiet": "Quiet is not compliance",
  "tour.quietWords": "What was watched, and what was not, is data too. Where nobody watched, no report means nothing.",
  "tour.filter": "One filter, three views",
  "tour.filterWords":
    "Map, timeline and list always show the same incidents. The signs are the key to all three: a shape of its own for each result, and no colour for any side. Draw across the timeline to choose a stretch. The address holds it all: copy it, and a colleague sees what you see.",
  "tour.incident": "Why is this one contrary?",
  "tour.incidentWords":
    "Each clause shows its tests in words, with their outcomes. Below: every report side by side, as its source gave it, and who says who did it. An allegation stays an allegation until people decide.",
  "tour.unclear": "And where it cannot be told",
  "tour.unclearWords":
    "The record names the one fact that would decide it, and what would follow either way. That is what a verifier checks next.",
  "tour.agreement": "The agreement, as text and as data",
  "tour.agreementWords":
    "One file that a lawyer reads and the machine runs. Beside each clause it is said back from the data, so that anyone can see whether the machine understood it. Rival readings stand beside one another.",
  "tour.guarantees": "Who promised what",
  "tour.guaranteesWords":
    "Another example: commitments, ladders with their clocks, contingents and open questions, each value with its sources. Press a word on the right of a value to see who said it. An exercise can never be mistaken for the real thing.",
  "tour.compare": "Two drafts on the same history",
  "tour.compareWords":
    "Two readings of one text over the same incidents: which results differ, on which days, and why. Choose others above. Meant for the room in which terms are drafted.",
  "tour.sources": "Whose eyes, and when",
  "tour.sourcesWords":
    "Every source with what it reported. The mission’s staff reads here as well in which hours stations and patrols watched, were blind, jammed or turned away; the public is told only that silence means nothing.",
  "tour.record": "The record can be checked",
  "tour.recordWords":
    "Nothing is changed in silence: every import, decision and withdrawal is an entry with a proof. Whoever was given a proof checks it here, in their own browser, against the checkpoint that everybody sees. The tour ends; “?” brings it back.",
} as const;
