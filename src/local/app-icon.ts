import { decodePng } from './png.ts';

/**
 * What is wrong with an icon of `size` × `size` pixels, each problem naming `file`. `white lines`: nothing but white on
 * a transparent ground, as Teams wants the outline icon.
 */
export function iconProblems(file: string, bytes: Uint8Array, size: number, kind?: 'white lines'): string[] {
  try {
    const { width, height, rgba } = decodePng(bytes);
    if (width !== size || height !== size)
      return [`${file}: expected ${size} × ${size} pixels, found ${width} × ${height}`];
    return kind === 'white lines' ? outlineProblems(file, rgba) : [];
  } catch (error) {
    return [`${file}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function outlineProblems(file: string, rgba: Uint8Array): string[] {
  const pixels = Array.from({ length: rgba.length / 4 }, (_, i) => [...rgba.subarray(i * 4, i * 4 + 4)]);
  const seen = pixels.filter((pixel) => pixel[3] !== 0);
  const problems: string[] = [];
  if (seen.length === pixels.length) problems.push(`${file}: expected a transparent ground`);
  if (seen.length === 0) problems.push(`${file}: expected something drawn in white`);
  if (seen.some(([red, green, blue]) => [red, green, blue].some((value) => value !== 255)))
    problems.push(`${file}: expected white lines only`);
  return problems;
}
