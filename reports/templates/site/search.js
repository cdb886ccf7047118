(() => {
  const field = document.getElementById("q"), list = document.getElementById("found");
  let rows = null;
  const load = async () => { rows ??= fetch(field.dataset.src).then((r) => r.json()); return rows; };
  const show = async () => {
    const words = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    list.replaceChildren();
    if (!words.length) return;
    const typed = field.value;
    const all = await load();
    if (typed !== field.value) return;
    const has = (text) => words.every((w) => text.toLowerCase().includes(w));
    const named = all.filter(([name]) => has(name)), near = all.filter(([name, province]) => !has(name) && has(name + " " + province));
    const shortest = (a, b) => a[0].length - b[0].length;
    const hits = [...named.sort(shortest), ...near].slice(0, 30);
    for (const [name, province, slug, passed, total] of hits) {
      const line = document.createElement("li"), link = document.createElement("a");
      link.href = "agencies/" + encodeURIComponent(slug) + "/index.html";
      link.textContent = name;
      line.append(link, ` ${province} · ${passed}/${total}`);
      list.append(line);
    }
    if (!hits.length) list.append(Object.assign(document.createElement("li"), { textContent: field.dataset.none }));
  };
  field.addEventListener("focus", load);
  field.addEventListener("input", show);
})();
