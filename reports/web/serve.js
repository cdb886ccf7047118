/* What pages of oit serve do beyond plain HTML: live progress, and finding an agency in a long list. */
"use strict";

const live = document.getElementById("live");
if (live && "watch" in live.dataset && window.EventSource) {
  const source = new EventSource("/jobs/" + live.dataset.job + "/events");
  source.addEventListener("progress", (event) => {
    // Our own server rendered this with everything escaped, as it rendered the page.
    const was = live.querySelector(".stage");
    const text = was ? was.textContent : "";
    const made = document.createElement("div");
    made.innerHTML = event.data;
    const now = made.querySelector(".stage");
    // The line that is read out stays unless it says something new.
    if (was && now && now.textContent === text) now.replaceWith(was);
    live.replaceChildren(...made.childNodes);
  });
  source.addEventListener("end", (event) => {
    source.close();
    if (event.data) window.location.replace(event.data);
  });
}

const find = document.querySelector("[data-find]");
if (find) {
  const rows = [...document.querySelectorAll("[data-list] > li")];
  find.hidden = false;
  find.querySelector("input").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
}

const alert = document.querySelector("[role=alert]");
const wrong = document.querySelector("[aria-invalid=true]");
if (wrong) wrong.focus();
else if (alert) alert.focus();

/* A second press must not start a second time. */
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll("button")) setTimeout(() => { button.disabled = true; });
  });
}
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[method=post] button")) button.disabled = false;
});
