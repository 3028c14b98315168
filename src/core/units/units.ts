/** SI and IEC multiples, so that no formula carries a bare power of ten. */
export const BYTES_PER_GIGABYTE = 1e9;
export const BYTES_PER_TERABYTE = 1e12;
export const BYTES_PER_MEBIBYTE = 1024 ** 2;
export const FLOPS_PER_TERAFLOP = 1e12;
export const SECONDS_PER_HOUR = 3600;
export const TOKENS_PER_MILLION = 1e6;
export const HOURS_PER_DAY = 24;
/** A twelfth of a year of 365 days. */
export const HOURS_PER_MONTH = 730;
