/**
 * The page works without it. It keeps what was typed until it is sent, uploads files, and tells a page that shows the form in a frame how
 * high it is. Constant, so that the content security policy can name it by its digest.
 */
export const formScript = `(() => {
const form = document.querySelector('form[data-form]');
const key = 'guichet-form:' + location.pathname;
const store = (change) => { try { change(sessionStorage); } catch {} };
const kept = () => [...form.elements].filter((field) => field.name && !['hidden', 'file'].includes(field.type) && field.name !== 'website');
if (document.querySelector('[data-sent]')) store((all) => all.removeItem(key));
if (parent !== window) {
  const tell = () => parent.postMessage({ guichetHeight: document.documentElement.offsetHeight }, '*');
  new ResizeObserver(tell).observe(document.documentElement);
}
if (!form) return;
if (!form.hasAttribute('data-refused')) store((all) => {
  const typed = JSON.parse(all.getItem(key) || '{}');
  for (const field of kept()) {
    if (!(field.name in typed)) continue;
    if (field.type === 'checkbox') field.checked = typed[field.name]; else field.value = typed[field.name];
  }
});
form.addEventListener('input', () => store((all) => all.setItem(key, JSON.stringify(
  Object.fromEntries(kept().map((field) => [field.name, field.type === 'checkbox' ? field.checked : field.value]))))));
const files = document.getElementById('files');
if (!files) return;
const { most, bytes, uploading, uploaded, failed, type, size, remove } = files.dataset;
files.hidden = false;
const input = files.querySelector('input[type=file]');
const list = files.querySelector('ul');
const send = form.querySelector('[type=submit]');
let busy = 0;
const full = () => { input.disabled = form.querySelectorAll('[name=attachments]').length + busy >= Number(most); };
const post = (path, body) => fetch(location.pathname + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const put = ({ url, headers }, file, progress) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open('PUT', url);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.upload.onprogress = (event) => { progress.max = event.total; progress.value = event.loaded; };
  request.onload = () => request.status === 200 ? resolve() : reject(new Error());
  request.onerror = () => reject(new Error());
  request.send(file);
});
async function upload(file) {
  const item = list.appendChild(document.createElement('li'));
  const progress = document.createElement('progress');
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  said.textContent = uploading;
  progress.setAttribute('aria-label', file.name);
  item.append(file.name + ' ', progress, ' ', said);
  busy++; send.disabled = true; full();
  try {
    if (!input.accept.split(',').includes(file.type)) throw new Error(type);
    if (file.size < 1 || file.size > Number(bytes)) throw new Error(size);
    const answer = await post('/attachments', { token: form.elements.token.value, name: file.name, type: file.type, size: file.size });
    if (!answer.ok) throw new Error();
    const body = await answer.json();
    await put(body.upload, file, progress);
    const id = document.createElement('input');
    id.type = 'hidden'; id.name = 'attachments'; id.value = body.attachment.id;
    const button = document.createElement('button');
    button.type = 'button'; button.textContent = remove;
    button.setAttribute('aria-label', remove + ' ' + file.name);
    button.onclick = () => { item.remove(); full(); input.focus(); };
    said.textContent = uploaded;
    item.append(id, ' ', button);
  } catch (error) {
    said.textContent = error.message || failed;
    item.classList.add('problem');
  }
  progress.remove();
  busy--; send.disabled = busy > 0; full();
}
input.addEventListener('change', () => {
  const room = Number(most) - form.querySelectorAll('[name=attachments]').length - busy;
  for (const file of [...input.files].slice(0, room)) upload(file);
  input.value = '';
});
full();
})();`;

/** Stands where the form is to be, shows it there in a frame, and gives the frame the height that the form says. */
export const embedScript = (title: string): string => `(() => {
const script = document.currentScript;
const address = new URL(script.src);
const frame = document.createElement('iframe');
const { lang } = script.dataset;
frame.src = address.origin + address.pathname.replace(/[/]embed[.]js$/, '') + (lang ? '?lang=' + encodeURIComponent(lang) : '');
frame.title = script.dataset.title || ${JSON.stringify(title).replace(/[\u2028\u2029]/g, '')};
frame.style.cssText = 'width:100%;height:40em;border:0';
addEventListener('message', (event) => {
  if (event.source !== frame.contentWindow || event.origin !== address.origin) return;
  const height = Number(event.data && event.data.guichetHeight);
  if (height > 0) frame.style.height = Math.min(Math.ceil(height) + 8, 20000) + 'px';
});
script.replaceWith(frame);
})();
`;
