/** Number formats of weights, KV cache and matrix arithmetic. */
export type Dtype = "bf16" | "fp8";

export const DTYPES: readonly Dtype[] = ["bf16", "fp8"];

export const BYTES_PER_ELEMENT: Readonly<Record<Dtype, number>> = { bf16: 2, fp8: 1 };
