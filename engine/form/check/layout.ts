import { isBlock, type LaidPart, partsOf, placedFields, sectionsOf } from '../layout.ts';
import { type Report, say } from './report.ts';

/** A layout has each field once, each key once, and nothing that says nothing. */

function checkPlaced(report: Report): void {
  const seen = new Set<string>();
  for (const { key, pointer } of placedFields(report.form)) {
    if (!report.name('field', key, report.fieldKeys, pointer)) continue;
    if (seen.has(key)) {
      report.error(
        'shown_twice',
        pointer,
        say(`“${key}”在布局中出现了两次`, `“${key}” stands in the layout twice`),
        say('请只保留一处', 'Keep one of them'),
      );
    }
    seen.add(key);
  }
}

/** Where its key is written; a field of the same key would be what linkage means. */
function checkKeys(parts: readonly LaidPart[], report: Report): void {
  report.twice(
    parts.map(({ key }) => key),
    (index) => `${parts[index]?.pointer ?? '/layout'}/key`,
    say('布局部分', 'part of the layout'),
  );
  const fields = new Set(report.fieldKeys);
  const targets = new Set((report.form.linkage ?? []).flatMap(({ then }) => Object.keys(then)));
  for (const { key, pointer } of parts) {
    if (!fields.has(key) || !targets.has(key)) continue;
    report.warn(
      'ambiguous_key',
      `${pointer}/key`,
      say(`“${key}”既是字段又是布局部分，联动只作用于字段`, `“${key}” is a field too, and linkage means the field`),
      say('请给布局部分换一个键', 'Give the part of the layout another key'),
    );
  }
}

function checkBlocks(report: Report): void {
  for (const { section, pointer } of sectionsOf(report.form)) {
    section.fields.forEach((item, index) => {
      if (!isBlock(item) || item.block === 'divider' || item.text !== undefined) return;
      report.error(
        'empty_block',
        `${pointer}/fields/${index}`,
        say('标题或文字块没有内容', 'A heading or text without words'),
        say('请写 text，或改用 divider', 'Give its text, or make it a divider'),
      );
    });
  }
}

export function checkLayout(report: Report): void {
  checkPlaced(report);
  checkKeys(
    partsOf(report.form).filter(({ isNamed }) => isNamed),
    report,
  );
  checkBlocks(report);
}
