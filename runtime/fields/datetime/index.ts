export { datetimeUi } from '../date/index.ts';
