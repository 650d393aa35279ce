import { Refusal } from '../door/refusal.ts';
import type { CsvLine } from './csv.ts';
import type { MappedLine, Mapper } from './mapper.ts';

/** All lines of a file whose records span several lines are held at once: about 200 MB at this number. */
const MOST_GROUPED_LINES = 500_000;

/**
 * The lines that make one record, records in the order of their first line. Lines of one record need not stand together.
 * Groups whose every line is skipped come as well, so that each line is accounted for.
 */
export async function* groupsOf(lines: AsyncIterable<CsvLine>, mapper: Mapper): AsyncGenerator<MappedLine[]> {
  if (!mapper.isGrouped) {
    for await (const line of lines) yield [mapper.line(line)];
    return;
  }
  const groups = new Map<string, CsvLine[]>();
  let count = 0;
  for await (const line of lines) {
    count += 1;
    if (count > MOST_GROUPED_LINES) throw tooManyLines();
    const key = mapper.groupOf(line);
    const known = groups.get(key);
    if (known) known.push(line);
    else groups.set(key, [line]);
  }
  for (const group of groups.values()) yield group.map((line) => mapper.line(line));
}

function tooManyLines(): Refusal {
  return new Refusal(
    'too_many_lines',
    {
      'zh-CN': `按列合并的文件最多 ${MOST_GROUPED_LINES} 行。`,
      en: `A file whose lines are grouped has at most ${MOST_GROUPED_LINES} lines.`,
    },
    { status: 422, cure: { 'zh-CN': '请拆分文件后分次导入。', en: 'Split the file and import the parts.' } },
  );
}
