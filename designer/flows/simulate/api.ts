import type { ScenarioDefinition } from '../../../engine/definition/index.ts';
import type { ChoiceView, RecordRow, RecordView, TaskView, Values } from '../../../engine/wire.ts';
import type {
  SimulationCopy,
  SimulationDesk,
  SimulationOrder,
  SimulationView,
} from '../../../engine/wire/simulation.ts';
import { api } from '../../../runtime/api/client.ts';

const part = encodeURIComponent;

/** What one simulation asks of the server. */
export function simulationApi(app: string, id: string) {
  const base = `/api/design/${part(app)}/simulations/${id}`;
  const as = (who: string) => `${base}/as/${part(who)}`;
  return {
    people: `${base}/people`,
    play: (order: SimulationOrder) => api.post<SimulationView>(`${base}/play`, order),
    keep: (order: SimulationOrder & Pick<ScenarioDefinition, 'key' | 'label'>) =>
      api.post<{ scenario: ScenarioDefinition }>(`${base}/keep`, order),
    end: () => api.remove<undefined>(base),
    desk: (who: string, record?: string) => api.get<SimulationDesk>(as(who), record === undefined ? {} : { record }),
    task: (who: string, task: string) => api.get<TaskView>(`${as(who)}/tasks/${task}`),
    record: (who: string, form: string, record: string) =>
      api.get<RecordView>(`${as(who)}/forms/${part(form)}/records/${record}`),
    choices: (who: string, form: string, values: Values) =>
      api.post<ChoiceView[]>(`${as(who)}/forms/${part(form)}/choices`, { values }),
    copy: (form: string, record: string, whole: boolean) =>
      api.post<SimulationCopy>(`${base}/copies`, { form, record, whole }),
    samples: (form: string) => api.get<RecordRow[]>(`/api/design/${part(app)}/samples/${part(form)}`, { limit: 20 }),
  };
}

export type SimulationApi = ReturnType<typeof simulationApi>;
