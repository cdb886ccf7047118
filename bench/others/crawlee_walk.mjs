// Walks every link of a site with crawlee, and does nothing with it. Arguments: the folder with node_modules, the address.
import { createRequire } from 'node:module';
const { CheerioCrawler, log } = createRequire(process.argv[2] + '/')('@crawlee/cheerio');
log.setLevel(log.LEVELS.OFF);
const crawler = new CheerioCrawler({ async requestHandler({ enqueueLinks }) { await enqueueLinks(); } });
console.log((await crawler.run([process.argv[3]])).requestsFinished);
