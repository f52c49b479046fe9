import type { Words } from './words.ts';

export const zh: Words = {
  voice: 'Zhiyu',
  languageCode: 'zh-CN',
  opened: (reference) => `您的请求已登记，编号为 ${reference}。请稍候，客服人员将为您服务。`,
  joined: (reference) => `本次来电已登记在您的请求 ${reference} 中。请稍候，客服人员将为您服务。`,
  choose: (references) =>
    [
      ...references.map((reference, i) => `咨询您的请求 ${reference}，请按${i + 1}。`),
      `新的请求，请按${references.length + 1}。`,
      `输入其他编号，请按${references.length + 2}。`,
    ].join(''),
  keyIn: '请输入九位请求编号。',
  unknownReference: '没有找到这个编号。请重新输入九位请求编号。',
  closed: ({ reference, opens, mayCallBack }) =>
    [
      '现在是非服务时间，无法接听您的来电。',
      opens === undefined ? '' : `我们将于${opens}恢复服务。`,
      `您的请求已登记，编号为 ${reference}。`,
      mayCallBack ? '如需届时回电，请按1。' : '',
    ].join(''),
  suspended: (reason) => `您合同下的服务已暂停：${reason}。`,
  goodbye: '感谢您的来电，再见。',
  callBack: (opens) => (opens === undefined ? '我们会给您回电。再见。' : `我们将于${opens}给您回电。再见。`),
  unnoted: '抱歉，您的回电要求未能登记。请在服务时间再次来电，您的请求仍然有效。再见。',
  noNumber: '您的号码未显示，我们无法回电。请您再次来电。再见。',
  full: (isNoted) => (isNoted ? '所有线路正忙。我们已记下您的号码，会给您回电。再见。' : '所有线路正忙，请几分钟后再拨。再见。'),
  waiting: '感谢您的等候，客服人员将尽快为您服务。',
  offer: '如需回电并保留您的排队位置，请按1。',
  promised: '我们会给您回电。再见。',
  sorry: '抱歉，目前无法查询您的请求。请稍候，客服人员将为您服务。',
  subject: (phone) => (phone === undefined ? '未显示号码的来电' : `来电 ${phone}`),
  chatSubject: '在线咨询',
  called: (phone) => (phone === undefined ? '以未显示的号码来电。' : `由 ${phone} 来电。`),
  chatStarted: '发起了在线咨询。',
};
