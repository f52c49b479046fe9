import type { Template } from './template.ts';

const clocks = { 'first-response': '首次响应', resolution: '问题解决' };

export const zh: Template = {
  colon: '：',
  acknowledgement: {
    greeting: '您好：',
    received: (reference) => `感谢您的来信。我们已收到您的请求，受理编号为 ${reference}。`,
    promised: {
      'first-response': (due) => `我们最迟将于${due}回复您。`,
      resolution: (due) => `我们最迟将于${due}为您解决问题。`,
    },
    addMore: '如需补充信息，请您直接回复本邮件。',
    onThePhone: (digits) => `如果您致电我们，请逐位报出受理编号：${digits}。`,
    signature: '客户支持团队',
    automatic: '本确认邮件由系统自动发送，我们的工作人员会阅读您的来信。',
  },
  reply: {
    reference: (reference) => `受理编号 ${reference}`,
    answering: '如需继续沟通，请您直接回复本邮件。',
  },
  warning: {
    subject: ({ reference, clock, share }) => `${reference}：${clocks[clock]}时限已过 ${share}`,
    headline: ({ reference, clock, share, due }) => `工单 ${reference}：${clocks[clock]}的截止时间为${due}，时限已过 ${share}。`,
    tooLate: ({ reference, clock, due }) => `工单 ${reference}：${clocks[clock]}的截止时间为${due}，现已逾期。`,
  },
  escalation: {
    subject: ({ reference, clock }) => `${reference}：${clocks[clock]}已逾期`,
    headline: ({ reference, clock, due }) => `工单 ${reference}：${clocks[clock]}自${due}起已逾期。`,
  },
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
    left: '剩余时间（服务时间）',
    late: '逾期时长（服务时间）',
    step: '升级步骤',
  },
  staffFooter: {
    why: '您收到本邮件，是因为合同的升级流程将您列为联系人。',
    doNotAnswer: '请勿回复本邮件：回复内容不会进入工单。',
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
