const LEAST_SHARE = 1e-6;
const MOST_SHARE = 1e6;
const HALVINGS = 50;

/**
 * Up to which share of its price a platform is recommended, by bisection.
 *
 * @param winsAt Whether it is at a share of its price; once it is not, it is at no higher one.
 * @returns Null where it is recommended at no price or at any.
 */
export function largestWinningShare(winsAt: (share: number) => boolean): number | null {
  if (!winsAt(LEAST_SHARE) || winsAt(MOST_SHARE)) return null;
  let [wins, loses] = [Math.log(LEAST_SHARE), Math.log(MOST_SHARE)];
  for (let i = 0; i < HALVINGS; i += 1) {
    const middle = (wins + loses) / 2;
    if (winsAt(Math.exp(middle))) wins = middle;
    else loses = middle;
  }
  return Math.exp(wins);
}
