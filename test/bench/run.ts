/** `npm run bench`: figures of this machine, now. Compare ratios of one run, not times of two. The last line is all of it as JSON. */
import { synthesize } from '../../infra/local/synthesize.ts';
import { answeringInWords, benchAnswerCall } from './answer-call.ts';
import { benchColdStarts } from './cold-starts.ts';
import { benchDeadlines } from './deadlines.ts';
import { benchMailReading, mailReadingInWords } from './mail-reading.ts';
import { benchMails } from './mails.ts';
import { benchReclocking, reclockingInWords } from './reclocking.ts';
import { benchRequests, requestsInWords } from './requests.ts';
import { benchStart } from './start.ts';

// First, while nothing else of ours runs: it is over in seconds.
const deadlines = benchDeadlines();
console.log(
  `${deadlines.ways.guichet?.perSecond} deadlines of 16 business hours a second, ${deadlines.times['opening_hours.js']} times as many as opening_hours.js, ${deadlines.times['temporal-polyfill']} times as many as day by day`,
);
console.table(deadlines.ways);
const mailReading = benchMailReading();
console.log(mailReadingInWords(mailReading));
const start = await benchStart();
console.log(`npm start to ready: ${start.firstTime} s the first time, ${start.nothingChanged} s when nothing has changed`);
const assembly = await synthesize();
const mails = await benchMails(assembly, 1000, 8);
console.log(
  `${mails.mails} mails from ${mails.senders} senders: ${mails.mailsPerSecond} a second to the acknowledgement, ${mails.lost} lost, ${mails.doubled} doubled`,
);
console.log(
  `per ticket: ${mails.itemsWrittenPerTicket} items written to DynamoDB, ${mails.queueMessagesPerTicket} messages through SQS, and these calls`,
);
console.table(mails.callsPerTicket);
const requests = await benchRequests(assembly, 300);
for (const line of requestsInWords(requests)) console.log(line);
const reclocking = await benchReclocking(100_000);
console.log(reclockingInWords(reclocking));
console.table(reclocking.callsPerTicket);
const answering = await benchAnswerCall(assembly, 7);
console.log(answeringInWords(answering));
const coldStarts = await benchColdStarts(assembly);
console.log('from starting the process to its first answer');
console.table(coldStarts);
console.log(JSON.stringify({ deadlines, mailReading, start, mails, requests, reclocking, answering, coldStarts }));
process.exit(0);
