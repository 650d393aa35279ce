import type { Knex } from 'knex';
import type { KeptPicture } from '../../wire.ts';
import type { UserActor } from '../access/index.ts';
import { judgePicture, type PictureFault } from '../apps/picture-content.ts';
import { findPicture, hashedName, keepPictures, type Picture, pictureOf } from '../apps/pictures.ts';
import { Refusal } from '../door/refusal.ts';
import type { Designers } from './may.ts';
import { designRefusals } from './refusals.ts';

/** Pictures that designers send. They are named by their content, so that none ever takes another's place. */
export class Pictures {
  readonly #knex: Knex;
  readonly #designers: Designers;

  constructor(knex: Knex, designers: Designers) {
    this.#knex = knex;
    this.#designers = designers;
  }

  async keep(app: string, content: Buffer, user: UserActor): Promise<KeptPicture> {
    await this.#designers.must(user, app);
    const found = judgePicture(content);
    if (typeof found === 'string') throw refused(found);
    const picture = pictureOf(hashedName(content, found.extension), content);
    await keepPictures(this.#knex, app, [picture], user.id);
    return { name: picture.name };
  }

  async find(app: string, name: string, user: UserActor): Promise<Picture | undefined> {
    await this.#designers.must(user, app);
    return findPicture(this.#knex, app, name);
  }
}

/** Of a bundle, name → content in base64. `drawings`: an operator brings it, whose own folders may hold SVG too. */
export function picturesOfBundle(pictures: unknown, drawings: boolean): Picture[] {
  if (pictures === undefined) return [];
  if (typeof pictures !== 'object' || pictures === null || Object.keys(pictures).length > MOST_PICTURES) {
    throw designRefusals.badBundle({ 'zh-CN': '应用包里的图片有误。', en: 'The bundle’s pictures cannot be read.' });
  }
  return Object.entries(pictures).map(([name, text]) => pictureOfBundle(name, text, drawings));
}

const MOST_PICTURES = 20;
const NAME = /^[\w.-]{1,100}\.(png|jpe?g|webp|svg)$/i;

function pictureOfBundle(name: string, text: unknown, drawings: boolean): Picture {
  if (!NAME.test(name) || typeof text !== 'string') throw refused('not_a_picture', name.slice(0, 100));
  const content = Buffer.from(text, 'base64');
  const isDrawing = name.toLowerCase().endsWith('.svg');
  if (isDrawing && drawings) return pictureOf(name, content);
  const found = judgePicture(content);
  const fault = typeof found === 'string' ? found : undefined;
  const picture = pictureOf(name, content);
  if (typeof found === 'string' || picture.mediaType !== found.mediaType) throw refused(fault ?? 'not_a_picture', name);
  return picture;
}

const FAULTS: Readonly<Record<PictureFault, readonly [zh: string, en: string]>> = {
  not_a_picture: ['这不是可用的图片。', 'This is no picture that can be used.'],
  picture_too_large: ['图片过大，最多 512 KB。', 'The picture is too large, at most 512 kB.'],
  picture_too_wide: ['图片尺寸过大，宽和高最多 4096 像素。', 'The picture has too many pixels, at most 4096 each way.'],
};

function refused(fault: PictureFault, at?: string): Refusal {
  const [zh, en] = FAULTS[fault];
  return new Refusal(
    fault,
    { 'zh-CN': zh, en },
    {
      status: 422,
      ...(at !== undefined && { at }),
      cure: {
        'zh-CN': '请选择 PNG、JPEG 或 WebP 图片。SVG 可以包含程序，因此不能上传。',
        en: 'Choose a PNG, JPEG or WebP picture. SVG can hold programs, and is therefore not taken.',
      },
    },
  );
}
