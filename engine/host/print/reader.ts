/** Reads numbers one after the other, as fonts write them: big end first. */
export class Reader {
  readonly #data: Buffer;
  at: number;

  constructor(data: Buffer, at = 0) {
    this.#data = data;
    this.at = at;
  }

  skip(bytes: number): void {
    this.at += bytes;
  }
  bytes(length: number): Buffer {
    this.at += length;
    return this.#data.subarray(this.at - length, this.at);
  }
  u8(): number {
    return this.#data.readUInt8(this.at++);
  }
  u16(): number {
    this.at += 2;
    return this.#data.readUInt16BE(this.at - 2);
  }
  i16(): number {
    this.at += 2;
    return this.#data.readInt16BE(this.at - 2);
  }
  u32(): number {
    this.at += 4;
    return this.#data.readUInt32BE(this.at - 4);
  }

  /** WOFF2's UIntBase128: seven bits a byte. */
  base128(): number {
    let value = 0;
    for (let count = 0; count < 5; count += 1) {
      const byte = this.u8();
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
    throw new Error('A number of the font is too long.');
  }

  /** WOFF2's 255UInt16. */
  short(): number {
    const code = this.u8();
    if (code === 253) return this.u16();
    if (code === 254) return this.u8() + 506;
    return code === 255 ? this.u8() + 253 : code;
  }
}
