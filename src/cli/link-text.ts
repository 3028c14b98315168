/**
 * Whether a text is meant as a link: a web address, its part from "?" or "#", or an address of any kind with
 * something to say after "?" or "#".
 */
export function isLink(text: string): boolean {
  return /^(https?:\/\/|[?#]|[^\s?#{}"]+[?#][\w-]+=)/i.test(text);
}
