import { callbackify } from 'node:util';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { Activity } from '../activity.ts';
import type { Receiving } from '../ses/receiving.ts';

/** SES's limit for mail that goes to S3, headers included ("Service quotas in Amazon SES"). */
export const maximumReceivedBytes = 40 * 1024 * 1024;
/** Recipients of one mail; the sender is told to send the others separately. */
export const mostReceivedRecipients = 100;

export interface SmtpOptions {
  port: number;
  receiving: Pick<Receiving, 'accepts' | 'receive'>;
  activity: Activity;
  /** Told why a mail was put off with 451, and of broken connections. */
  onError: (error: unknown, label: string) => void;
}

export interface Smtp {
  port: number;
  stop(): Promise<void>;
}

function reply(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

/** Every byte of a mail, or undefined once it is over the limit; then the rest is read and dropped. */
function collect(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => {
      if (stream.sizeExceeded) chunks = [];
      else chunks.push(chunk);
    });
    stream.on('end', () => resolve(stream.sizeExceeded ? undefined : Buffer.concat(chunks)));
    stream.on('error', reject);
  });
}

/** SES's side of SMTP on 127.0.0.1: no TLS, no sign-in. A 250 means that the mail is stored and announced. */
export function startSmtp({ port, receiving, activity, onError }: SmtpOptions): Promise<Smtp> {
  const take = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> => {
    const raw = await collect(stream);
    if (!raw) throw reply(552, `5.3.4 message exceeds fixed maximum message size ${maximumReceivedBytes}`);
    const { mailFrom, rcptTo } = session.envelope;
    const mail = {
      from: mailFrom ? mailFrom.address : '',
      recipients: rcptTo.map(({ address }) => address),
      raw,
      helo: session.hostNameAppearsAs || 'localhost',
      clientAddress: session.remoteAddress,
    };
    try {
      return await activity.track('mail', async () => `OK ${receiving.receive(mail)}`);
    } catch (error) {
      onError(error, `mail from <${mail.from}>`);
      throw reply(451, '4.3.0 the mail could not be stored, try again later');
    }
  };

  const options: SMTPServerOptions = {
    name: 'inbound-smtp.localhost',
    banner: 'Guichet local cloud',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: maximumReceivedBytes,
    maxRecipients: mostReceivedRecipients,
    logger: false,
    // Idle clients keep their connection; there is nothing to wait for when this process ends.
    closeTimeout: 1,
    onRcptTo: ({ address }, _session, callback) => {
      callback(receiving.accepts(address) ? null : reply(550, `5.1.1 no receipt rule covers ${address}`));
    },
    onData: callbackify(take),
  };
  const server = new SMTPServer(options);
  server.on('error', (error) => onError(error, 'SMTP'));

  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.server.removeListener('error', reject);
      const address = server.server.address();
      resolve({
        port: typeof address === 'object' && address ? address.port : port,
        stop: () => new Promise<void>((done) => server.close(() => done())),
      });
    });
  });
}
