(async () => {
  const site = await (await fetch('/api/site')).json();
  const root = document.getElementById('root');
  const link = (to, name) => `<li><a href="${to}">${name}</a></li>`;
  const menu = [
    ...Object.entries(site.routes).map(([slug, route]) => link('#/' + slug, route.title)),
    ...site.lists.map(([name, slug]) => link('/documents/' + slug, name)),
    link('/hr', 'การบริหารและพัฒนาทรัพยากรบุคคล'), link('/corruption', 'การป้องกันการทุจริต'),
    link('/integrity', 'จริยธรรมและความโปร่งใส'), link('/complaint', 'ช่องทางแจ้งเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ'),
  ].join('');
  const news = () => '<h2>ข่าวประชาสัมพันธ์</h2><ul>' + site.news.map(([name, to, day]) =>
    `<li><a href="${to}">${name}</a> <time>${day}</time></li>`).join('') + '</ul>';
  const draw = () => {
    const route = site.routes[location.hash.slice(2)];
    root.innerHTML = `<header><a href="#/">${site.agency}</a></header><nav><ul>${menu}</ul></nav><main>` +
      (route ? `<h2>${route.title}</h2>${route.html}` : news()) +
      `</main><footer>${site.agency} อำเภอบึงทอง จังหวัดทดลองพนม · <a href="https://www.facebook.com/bueng.example">Facebook ${site.agency}</a></footer>`;
  };
  addEventListener('hashchange', draw);
  draw();
})();
