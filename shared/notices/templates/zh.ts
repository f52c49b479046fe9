import type { Template } from './template.ts';

const clocks = {
  'pick-up': '电话接听',
  'first-response': '首次响应',
  'next-response': '后续回复',
  update: '进展通报',
  resolution: '问题解决',
  complaint: '投诉答复',
};

export const zh: Template = {
  colon: '：',
  acknowledgement: {
    greeting: '您好：',
    received: (reference) => `感谢您的来信。我们已收到您的请求，受理编号为 ${reference}。`,
    promised: {
      'first-response': (due) => `我们最迟将于${due}回复您。`,
      'next-response': (due) => `我们最迟将于${due}回复您。`,
      update: (due) => `我们最迟将于${due}向您通报进展。`,
      resolution: (due) => `我们最迟将于${due}为您解决问题。`,
      complaint: (due) => `我们最迟将于${due}处理您的投诉并予以答复。`,
    },
    suspended: (reason) =>
      reason === undefined ? '您合同项下的服务目前已暂停。' : `您合同项下的服务目前已暂停。原因：${reason}`,
    whileSuspended: '我们已保留您的请求。服务暂停期间，我们不承诺处理时限。',
    addMore: '如需补充信息，请您直接回复本邮件。',
    follow: '查看请求进展',
    onThePhone: (digits) => `如果您致电我们，请逐位报出受理编号：${digits}。`,
    signature: '客户支持团队',
    automatic: '本确认邮件由系统自动发送。',
    willBeRead: '我们的工作人员会阅读您的来信。',
  },
  reply: {
    reference: (reference) => `受理编号 ${reference}`,
    answering: '如需继续沟通，请您直接回复本邮件。',
  },
  clocks,
  warning: {
    passed: {
      subject: ({ reference, clock, share }) => `${reference}：${clocks[clock]}时限已过 ${share}`,
      headline: ({ reference, clock, share, due }) =>
        `工单 ${reference}：${clocks[clock]}的截止时间为${due}，时限已过 ${share}。`,
    },
    left: {
      subject: ({ reference, clock, left }) => `${reference}：${clocks[clock]}最多还剩${left}`,
      headline: ({ reference, clock, left, due }) =>
        `工单 ${reference}：${clocks[clock]}的截止时间为${due}，服务时间最多还剩${left}。`,
    },
    tooLate: ({ reference, clock, due }) => `工单 ${reference}：${clocks[clock]}的截止时间为${due}，现已逾期。`,
  },
  escalation: {
    missed: {
      subject: ({ reference, clock }) => `${reference}：${clocks[clock]}已逾期`,
      headline: ({ reference, clock, due }) => `工单 ${reference}：${clocks[clock]}自${due}起已逾期。`,
    },
    ahead: {
      subject: ({ reference, clock }) => `${reference}：${clocks[clock]}尚待完成`,
      headline: ({ reference, clock, due }) => `工单 ${reference}：${clocks[clock]}尚待完成，截止时间为${due}。`,
    },
    undelivered: '此前关于此事的提醒未能送达，因此现在通知您。',
  },
  notFixed: ({ reference, clock }) => `工单 ${reference}：${clocks[clock]}尚待完成。由于暂停尚无结束时间，截止时间目前未定。`,
  takeNote: '确认已知悉',
  facts: {
    subject: '主题',
    requester: '请求人',
    priority: '优先级',
    status: '状态',
    channel: '渠道',
    assignee: '负责人',
    nobody: '尚未指派',
    contract: '合同',
    inVersion: (contract, version) => `${contract}（第 ${version} 版）`,
    due: '截止时间',
    notFixed: '目前未定',
    left: '剩余时间（服务时间）',
    late: '逾期时长（服务时间）',
    step: '升级步骤',
  },
  staffFooter: {
    why: '您收到本邮件，是因为合同的升级流程将您列为联系人。',
    doNotAnswer: '请勿回复本邮件：回复内容不会进入工单。',
  },
  escalationPage: {
    title: (reference) => `工单 ${reference}`,
    promise: '承诺事项',
    standing: '当前状态',
    standings: {
      running: '待按时完成',
      paused: '已暂停',
      overdue: '已逾期',
      met: '已按时完成',
      late: '逾期后完成',
      cancelled: '不再等待',
    },
    ask: '您是否已知悉此事？确认后将记入工单；仅在无人响应时才需通知的人员将不再收到通知。',
    button: '我已知悉',
    thanks: '谢谢。工单中已记录您知悉此事。',
    noted: (at) => `此事已于${at}确认知悉，您无需再做任何操作。`,
    over: '此事已无需等待，因此无需再确认知悉。感谢您的查看。',
    unknown: '此链接无效。请从邮件中重新打开，并确认链接完整。',
    failed: '我们的系统出现问题，请稍后重试。',
  },
  priorities: { urgent: '紧急', high: '高', normal: '普通', low: '低' },
  statuses: { open: '处理中', pending: '等待客户回复', resolved: '已解决', closed: '已关闭' },
  channels: {
    email: '电子邮件',
    phone: '电话',
    chat: '在线聊天',
    form: '表单',
    webhook: 'Webhook',
    portal: '服务门户',
    post: '信函',
    'on-site': '现场',
    remote: '远程协助',
  },
};
