// What keys and the mouse add to the desk. Everything works without it.
"use strict";

document.documentElement.classList.add("js");

const typing = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

// Page: a note lights its words, words light their notes; layers show and hide at once.
function light(ids, on) {
  for (const id of ids) {
    const quoted = CSS.escape(id);
    for (const one of document.querySelectorAll(`[data-records~="${quoted}"], [data-record="${quoted}"]`)) one.classList.toggle("lit", on);
  }
}

function idsOf(target) {
  const one = target.closest && target.closest("[data-record], [data-records]");
  return one ? (one.dataset.record || one.dataset.records || "").split(" ").filter(Boolean) : [];
}

for (const [over, out] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  document.addEventListener(over, (event) => light(idsOf(event.target), true));
  document.addEventListener(out, (event) => light(idsOf(event.target), false));
}

document.addEventListener("change", (event) => {
  const form = event.target.closest(".layers");
  if (form) form.requestSubmit();
});

// Rows and notes with j and k, Enter opens.
let here = -1;
function step(by) {
  const rows = [...document.querySelectorAll("table.records tbody tr[id], .note, article.story")];
  if (!rows.length) return;
  if (here >= 0 && rows[here]) rows[here].classList.remove("here", "lit");
  here = Math.max(0, Math.min(rows.length - 1, here + by));
  rows[here].classList.add("here");
  rows[here].scrollIntoView({ block: "center" });
  const link = rows[here].querySelector("a[href]");
  if (link) link.focus({ preventScroll: true });
}

const GO = { f: "/", e: "/events", p: "/positions", d: "/deadlines", r: "/review", s: "/search", m: "/map" };
let going = false;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (going) {
    going = false;
    if (GO[event.key]) location.assign(GO[event.key]);
    return;
  }
  const act = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (act) {
    event.preventDefault();
    if (act.tagName === "SUMMARY") {
      act.parentElement.open = !act.parentElement.open;
      const first = act.parentElement.querySelector("select, input, textarea");
      if (act.parentElement.open && first) first.focus();
    } else act.click();
    return;
  }
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find").focus();
  } else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (event.key === "g") going = true;
  else if (event.key === "?") location.assign("/help");
});
