(function () {
  "use strict";
  var all = function (q, root) { return Array.prototype.slice.call((root || document).querySelectorAll(q)); };
  var one = function (q) { return document.querySelector(q); };
  var items = all("details.item");
  document.documentElement.classList.add("js");
  all("[hidden]").forEach(function (n) { n.hidden = false; });

  // Filter and search
  var form = one(".filters"), count = one("[data-count]");
  var words = items.map(function (n) { return n.textContent.toLowerCase().replace(/\s+/g, " "); });
  function value(name) { return one('[data-filter="' + name + '"]').value; }
  function filter() {
    var text = value("text").trim().toLowerCase(), shown = 0;
    items.forEach(function (n, i) {
      var fits = ["state", "sub", "unit"].every(function (k) { return !value(k) || n.dataset[k] === value(k); });
      n.hidden = !(fits && (!text || words[i].indexOf(text) >= 0));
      if (!n.hidden) shown += 1;
    });
    all(".group").forEach(function (g) { g.hidden = all("details.item:not([hidden])", g).length === 0; });
    count.textContent = shown ? count.dataset.text.replace("#", shown) : count.dataset.empty;
  }
  function open(yes) { items.forEach(function (n) { if (!n.hidden) n.open = yes; }); }
  form.addEventListener("submit", function (e) { e.preventDefault(); });
  form.addEventListener("input", filter);
  form.addEventListener("change", filter);
  all("[data-do]").forEach(function (b) {
    b.addEventListener("click", function () {
      if (b.dataset.do === "clear") { form.reset(); filter(); } else open(b.dataset.do === "expand");
    });
  });
  filter();

  // On a phone the list of reasons comes first
  if (window.matchMedia("(max-width: 759px)").matches) items.forEach(function (n) { n.open = false; });

  // A link to an item opens it
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1)), target = id && document.getElementById(id);
    if (!target) return;
    if (target.hidden) { form.reset(); filter(); }
    for (var n = target; n; n = n.parentElement) if (n.tagName === "DETAILS") n.open = true;
    target.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);
  reveal();

  // Paper shows what must be acted on
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = items.filter(function (n) { return !n.open && ["failed", "cantTell", "untested"].indexOf(n.dataset.state) >= 0; });
    closed.forEach(function (n) { n.open = true; });
  });
  window.addEventListener("afterprint", function () { closed.forEach(function (n) { n.open = false; }); });

  // What-if: the same equal means as the score
  var tiles = all(".tile[data-id]"), gains = one("#gains"), then = one("[data-then]");
  if (!then) return;
  var none = then.textContent;
  function mean(list) {
    return [0, 1].map(function (k) { return list.reduce(function (s, v) { return s + v[k]; }, 0) / list.length; });
  }
  function grouped(rows, key, worth) {
    var found = {};
    rows.forEach(function (r) { (found[key(r)] = found[key(r)] || []).push(r); });
    return Object.keys(found).map(function (k) { return worth(found[k]); });
  }
  function standing(fixed) {
    var rows = tiles.filter(function (t) { return t.dataset.state !== "inapplicable"; }).map(function (t) {
      var sure = t.dataset.state === "passed" || fixed.indexOf(t.dataset.id) >= 0;
      return { sub: t.dataset.sub, ind: t.dataset.ind, worth: sure ? [100, 100] : t.dataset.state === "failed" ? [0, 0] : [0, 100] };
    });
    if (!gains.dataset.points) {
      return rows.filter(function (r) { return r.worth[0] === 100; }).length + "/" + rows.length;
    }
    var whole = mean(grouped(rows, function (r) { return r.ind; }, function (inside) {
      return mean(grouped(inside, function (r) { return r.sub; }, function (own) {
        return mean(own.map(function (r) { return r.worth; }));
      }));
    }));
    // The result's own figures are the start, so that no rounding of ours shows
    var start = gains.dataset.points.split(" ").map(Number), base = fixed.length ? standing.base : (standing.base = whole);
    var ends = [0, 1].map(function (k) { return String(Math.round((start[k] + whole[k] - base[k]) * 100) / 100); });
    return ends[0] === ends[1] ? ends[0] : ends[0] + "–" + ends[1];
  }
  function tell() {
    var fixed = all("[data-fix]:checked").map(function (n) { return n.dataset.fix; });
    one("[data-now]").textContent = standing([]);
    then.textContent = fixed.length ? standing(fixed) : none;
  }
  all("[data-fix]").forEach(function (n) { n.addEventListener("change", tell); });
  tell();
})();
