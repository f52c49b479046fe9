import { type Form, form } from '../../../shared/forms/form.ts';

/** A form with a field of each kind. */
export const aForm = (overrides: Record<string, unknown> = {}): Form =>
  form.parse({
    id: 'test',
    contract: 'ctr_test',
    languages: ['en', 'fr'],
    title: { en: 'Write to us', fr: 'Écrivez-nous' },
    fields: [
      { name: 'place', kind: 'text', label: { en: 'Place', fr: 'Lieu' }, longest: 10 },
      { name: 'story', kind: 'textarea', required: true, label: { en: 'Story', fr: 'Récit' }, longest: 100 },
      { name: 'other', kind: 'email', label: { en: 'Other address', fr: 'Autre adresse' } },
      { name: 'phone', kind: 'phone', label: { en: 'Phone', fr: 'Téléphone' } },
      {
        name: 'level',
        kind: 'select',
        label: { en: 'Level', fr: 'Niveau' },
        options: [
          { value: 'high', label: { en: 'High', fr: 'Haut' }, priority: 'high' },
          { value: 'low', label: { en: 'Low', fr: 'Bas' }, kind: 'question' },
        ],
      },
      { name: 'since', kind: 'date-time', label: { en: 'Since', fr: 'Depuis' } },
      { name: 'urgent', kind: 'checkbox', label: { en: 'Urgent', fr: 'Urgent' } },
    ],
    ...overrides,
  });

export const typed = (overrides: Record<string, unknown> = {}) => ({
  email: 'ana@customer.example',
  subject: 'Help',
  story: 'Once upon a time',
  ...overrides,
});
