/**
 * Whether a text is meant as a permalink: a web address, its part from "?" or "#", or an address of any kind with
 * something to say after "?" or "#".
 */
export function isPermalink(text: string): boolean {
  return /^(https?:\/\/|[?#]|[^\s?#{}"]+[?#][\w-]+=)/i.test(text);
}
