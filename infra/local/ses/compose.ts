import MailComposer from 'nodemailer/lib/mail-composer';
import { invalidValue } from './outgoing-checks.ts';

/** The values of `<prefix>.member.1`, `.2`, … in a Query protocol form. */
export function members(form: URLSearchParams, prefix: string): string[] {
  const values: string[] = [];
  for (let member = 1; form.has(`${prefix}.member.${member}`); member++)
    values.push(form.get(`${prefix}.member.${member}`) ?? '');
  return values;
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null) throw invalidValue(`Missing required parameter ${name}`);
  return value;
}

/** Makes the MIME message of a SendEmail request, as SES does. Its Bcc header stays in: the caller reads and removes it. */
export function composeMail(form: URLSearchParams): Promise<Buffer> {
  const text = form.get('Message.Body.Text.Data') ?? undefined;
  const html = form.get('Message.Body.Html.Data') ?? undefined;
  if (text === undefined && html === undefined) throw invalidValue('Missing required parameter Message.Body');
  const mail = new MailComposer({
    from: required(form, 'Source'),
    to: members(form, 'Destination.ToAddresses'),
    cc: members(form, 'Destination.CcAddresses'),
    bcc: members(form, 'Destination.BccAddresses'),
    replyTo: members(form, 'ReplyToAddresses'),
    subject: required(form, 'Message.Subject.Data'),
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  });
  const message = mail.compile();
  message.keepBcc = true;
  return message.build();
}
