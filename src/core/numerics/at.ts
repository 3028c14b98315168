/** The value at an index. @throws RangeError where there is none: an index from elsewhere is a bug, not a missing value. */
export function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new RangeError(`no value at ${index} of ${values.length}`);
  return value;
}
