// Numbers and dates as the page's language writes them: the same forms as rekam/domain/wording.py.
const indonesian = !document.documentElement.lang.startsWith("en");
const locale = indonesian ? "id-ID" : "en-GB";
const MINUS = "\u2212";

const plain = new Map();
const format = (value, decimals) => {
  if (!plain.has(decimals)) {
    plain.set(decimals, new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
  }
  return plain.get(decimals).format(Math.abs(value));
};

export const number = (value, decimals = 0) => {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const text = format(value, decimals);
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
};

export const signed = (value, decimals = 0) => (value > 0 ? "+" : "") + number(value, decimals);

export const percent = (value, decimals = 2) => (value === null || value === undefined ? "–" : `${number(value, decimals)}${indonesian ? "\u00a0" : ""}%`);

const SIZES = indonesian ? [[1e9, "\u00a0miliar"], [1e6, "\u00a0juta"], [1e3, "\u00a0rb"]] : [[1e9, "\u00a0billion"], [1e6, "\u00a0million"], [1e3, "k"]];

export const shortNumber = (value) => {
  if (value === null || value === undefined) return "–";
  if (Math.abs(value) < 10_000) return number(value);
  const [size, word] = SIZES.find(([least]) => Math.abs(value) >= least);
  const scaled = Math.round((value / size) * 10) / 10;
  return number(scaled, Number.isInteger(scaled) || Math.abs(scaled) >= 100 ? 0 : 1) + word;
};

// The marks of one axis alike: beside 10k stands 8k, and not 8,000.
export const markUpTo = (largest) => (value) => {
  const [size, word] = SIZES.at(-1);
  const isSmall = value !== 0 && Math.abs(value) < 10_000 && value % (size / 10) === 0;
  return isSmall && largest >= 10_000 ? number(value / size, value % size === 0 ? 0 : 1) + word : shortNumber(value);
};

const day = (options) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
const LONG = day({ day: "numeric", month: "long", year: "numeric" });
const SHORT = day({ day: "numeric", month: "short" });
const MONTH = day({ month: "short", year: "numeric" });
const WITH_DAY = day({ weekday: "long", day: "numeric", month: "long", year: "numeric" });

const asDate = (iso) => (iso instanceof Date ? iso : new Date(`${String(iso).slice(0, 10)}T00:00:00Z`));
export const longDate = (iso) => LONG.format(asDate(iso));
export const dayAndDate = (iso) => WITH_DAY.format(asDate(iso));
export const shortDay = (iso) => SHORT.format(asDate(iso));
export const month = (iso) => MONTH.format(asDate(iso));

export const shortDate = (iso) => iso.slice(0, 10).split("-").reverse().join("-");

// 30-09-2016, 30/9/2016, 30.09.2016 or 2016-09-30 → "2016-09-30"; anything else → null.
export const readDate = (text) => {
  const iso = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/.exec(text);
  const local = /^\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})\s*$/.exec(text);
  const [year, mon, date] = iso ? iso.slice(1) : local ? local.slice(1).reverse() : [];
  if (!year) return null;
  const made = new Date(Date.UTC(Number(year), Number(mon) - 1, Number(date)));
  const stands = made.getUTCMonth() === Number(mon) - 1 && made.getUTCDate() === Number(date);
  return stands ? made.toISOString().slice(0, 10) : null;
};

const WORDS = {
  date: ["Tanggal", "Date"],
  axis_from: ["Sumbu mulai dari", "The axis starts at"],
  change: ["Perubahan", "Change"],
  area: ["Wilayah", "Area"],
  reason: ["Alasan", "Reason"],
  count: ["Jumlah", "Count"],
  zoom_in: ["Perbesar", "Zoom in"],
  zoom_out: ["Perkecil", "Zoom out"],
  no_data: ["Tidak ada data", "No data"],
};
export const word = (key) => WORDS[key][indonesian ? 0 : 1];
