import { showWho, signIn, signOut } from './backend.js';
import { attempt, element, find } from './dom.js';

const people = [
  { sub: 'ana', groups: ['agent'], what: 'agent' },
  { sub: 'bruno', groups: ['agent'], what: 'agent' },
  { sub: 'chen', groups: ['agent', 'manager'], what: 'agent and manager' },
];

find('choices').replaceChildren(
  ...people.map(({ sub, what }, index) =>
    element(
      'label',
      { class: 'row' },
      element('input', { type: 'radio', name: 'person', value: sub, required: true, checked: index === 0 }),
      `${sub}, ${what}`,
    ),
  ),
);

const enter = (sub, groups, button) =>
  attempt(async () => {
    await signIn(sub, groups);
    location.assign('/');
  }, button);

find('people').addEventListener('submit', (event) => {
  event.preventDefault();
  const chosen = new FormData(event.target).get('person');
  const person = people.find(({ sub }) => sub === chosen);
  if (person) void enter(person.sub, person.groups, event.submitter);
});

find('other').addEventListener('submit', (event) => {
  event.preventDefault();
  void enter(find('sub').value.trim(), find('groups').value.split(/\s+/).filter(Boolean), event.submitter);
});

find('sign-out').addEventListener('click', () => {
  signOut();
  showWho(find('who'));
});

showWho(find('who'));
