import { plot } from '@observablehq/plot';
import { DangolError } from '../core/errors.ts';
import type { Figure } from './figure.ts';
import { LIGHT_THEME } from './theme.ts';

const SVG = 'http://www.w3.org/2000/svg';
const PADDING = 24;
const FONT =
  'Inter, Pretendard, system-ui, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif';
/** Pixels of the PNG for each pixel of the SVG. */
const SCALE = 2;

/** Marks the SVG and PNG of a figure with where the numbers come from. */
export interface ExportWords {
  /** Last line of the image: the data set and the days that it covers. */
  readonly source: string;
}

/**
 * A figure as a standalone SVG, drawn afresh in the light theme with its title, caption and
 * source.
 * @throws DangolError `image_failed`
 */
export function figureSvg(figure: Figure, words: ExportWords): Blob {
  return new Blob([serialise(figure, words).text], { type: 'image/svg+xml' });
}

/**
 * The same image as PNG, two pixels for one.
 * @throws DangolError `image_failed`
 */
export async function figurePng(figure: Figure, words: ExportWords): Promise<Blob> {
  const { text, width, height } = serialise(figure, words);
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no 2d context');
    context.scale(SCALE, SCALE);
    context.drawImage(image, 0, 0, width, height);
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/png');
    });
    if (blob === null) throw new Error('the canvas gave no picture');
    return blob;
  } catch (error) {
    throw imageFailed(error);
  } finally {
    URL.revokeObjectURL(url);
  }
}

interface Serialised {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

function serialise(figure: Figure, words: ExportWords): Serialised {
  try {
    const width = figure.width ?? 960;
    const inner = width - 2 * PADDING;
    const chart = plot({ ...figure.plot(LIGHT_THEME, inner), width: inner, figure: false });
    const drawing = chart instanceof SVGSVGElement ? chart : chart.querySelector('svg');
    if (drawing === null) throw new Error('the chart has no drawing');
    const image = frame(figure, words, drawing, width);
    const height = Number(image.getAttribute('height'));
    return { text: new XMLSerializer().serializeToString(image), width, height };
  } catch (error) {
    throw imageFailed(error);
  }
}

/** The drawing with its title above, caption and source below, on the panel's colour. */
function frame(figure: Figure, words: ExportWords, drawing: SVGSVGElement, width: number) {
  const top = PADDING + (figure.legend === undefined ? 34 : 54);
  const chartHeight = Number(drawing.getAttribute('height'));
  const below = [figure.caption ?? '', words.source].filter((line) => line !== '');
  const height = top + chartHeight + 14 + below.length * 18 + PADDING - 10;
  const image = element('svg', { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  image.setAttribute('style', `font-family: ${FONT}`);
  const title = element('title', {});
  title.textContent = figure.title;
  const description = element('desc', {});
  description.textContent = figure.description;
  drawing.setAttribute('x', String(PADDING));
  drawing.setAttribute('y', String(top));
  image.append(
    title,
    description,
    element('rect', { width, height, fill: LIGHT_THEME.panel }),
    line(figure.title, PADDING + 16, 17, LIGHT_THEME.ink, 650),
    ...(figure.legend === undefined ? [] : [legend(figure.legend)]),
    drawing,
    ...below.map((text, i) =>
      line(text, top + chartHeight + 24 + i * 18, 12, LIGHT_THEME.soft, 400),
    ),
  );
  return image;
}

/** The names of the parts on one line, each in its colour. */
function legend(names: readonly string[]): SVGElement {
  const text = line('', PADDING + 40, 12, LIGHT_THEME.soft, 550);
  names.forEach((name, i) => {
    const part = element('tspan', { fill: LIGHT_THEME.parts[i] ?? LIGHT_THEME.soft });
    part.textContent = `● ${name}\u2003`;
    text.append(part);
  });
  return text;
}

function line(content: string, y: number, size: number, fill: string, weight: number): SVGElement {
  const text = element('text', { x: PADDING, y, 'font-size': size, 'font-weight': weight, fill });
  text.textContent = content;
  return text;
}

function element(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function imageFailed(error: unknown): DangolError {
  return new DangolError(
    'image_failed',
    {},
    error instanceof Error ? error.message : String(error),
  );
}

/** Hands a file to the browser to save. */
export function save(blob: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  // The browser reads the address after the click has returned.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}

/** A file name of these parts, without the characters that a file system forbids. */
export function exportName(parts: readonly string[], extension: string): string {
  const name = parts
    .join(' ')
    .replaceAll(/[\p{Cc}\\/:*?"<>|]+/gu, ' ')
    .trim()
    .replaceAll(/\s+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, 100);
  return `${name === '' ? 'dangol' : name}.${extension}`;
}
