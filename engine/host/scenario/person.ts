import type { UserActor } from '../access/actor.ts';
import type { RunningHost } from '../compose.ts';
import { StoryProblem } from './problem.ts';

/** A person as a session would make them. */
export async function personActor(host: RunningHost, app: string, login: string): Promise<UserActor> {
  const person = (await host.people.of(app)).person(login);
  if (person === undefined) throw new StoryProblem(`There is nobody called ${login}.`);
  const { id, name, department, attributes, roles } = person;
  const text = typeof name === 'string' ? name : name['zh-CN'];
  return {
    kind: 'user',
    id,
    login: person.login,
    name: text,
    locale: 'zh-CN',
    department,
    attributes,
    roles: { [app]: roles },
    via: 'session',
  };
}
