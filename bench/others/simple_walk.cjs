// Walks every link of a site with simplecrawler. Arguments: the folder with node_modules, the address.
const Crawler = require(require('node:path').join(process.argv[2], 'node_modules/simplecrawler'));
const crawler = new Crawler(process.argv[3]);
let pages = 0;
crawler.interval = 1;
crawler.maxConcurrency = 8;
crawler.respectRobotsTxt = false;
crawler.on('fetchcomplete', () => { pages += 1; });
crawler.on('complete', () => console.log(pages));
crawler.start();
