// How people write the ten digits: the ways taught in Japan, the United States and Europe. Each way is a list of
// points that the pen passes, x to the right and y down, in a box about 6 wide and 10 high. The pen draws a smooth
// curve through them; "|" after a point is a corner there, ";" lifts the pen. The digits are drawn in digits.ts.

/** A digit that is written in `strokes`; more often than others if `weight` is larger. */
export interface Way {
  strokes: string;
  weight: number;
}

/** The ways to write each digit, 0 to 9. */
export const ways: readonly (readonly Way[])[] = [
  [
    // round, and closed at the top
    { weight: 3, strokes: "3.5,0 1.2,1.5 0.2,5 1,8.6 3,10 5.2,8.5 6,5 5.2,1.5 3.3,0" },
    // begun further down, with the ends crossing
    { weight: 2, strokes: "4.2,.8 2.2,.3 .4,3 .3,7 2.2,9.8 4.8,8.8 5.8,5 5,1.6 3,.2 1.8,.9" },
    // begun at the right, open
    { weight: 1, strokes: "4.8,1.4 3,0 .8,1.6 .1,5 1.2,8.8 3.4,10 5.6,8.4 6.2,5 5.6,2 4.4,.6" },
  ],
  [
    { weight: 6, strokes: "3,0 3,5 3,10" },
    // with a flag
    { weight: 2, strokes: "1.4,2.2 3.2,0 | 3.2,5 3.2,10" },
    // with a flag and a foot
    { weight: 1, strokes: "1.4,2.2 3.2,0 | 3.2,5 3.2,10 ; .8,10 5.4,10" },
  ],
  [
    // a corner, and a straight foot
    { weight: 3, strokes: ".4,2.4 1.4,.6 3.2,0 5.2,1 5.4,3 4,5.6 1.8,8.2 .2,10 | 3,9.8 6,9.8" },
    // a loop in the corner
    {
      weight: 3,
      strokes:
        ".6,2 2,.3 4.2,.2 5.4,2 4.8,4.6 3,7 1.2,9 .2,9.4 .3,8.2 1.6,7.9 3.2,9 4.8,9.8 6.6,9.2",
    },
    // a wave as foot
    { weight: 2, strokes: ".4,2 2,.1 4.4,.4 5.2,2.4 4,5.4 2.2,8 .4,9.6 | 2.2,8.9 4,9.7 6.2,9.5" },
  ],
  [
    {
      weight: 3,
      strokes: ".6,1.2 2.4,0 4.8,.6 5,2.8 3.6,4.3 2.2,4.7 | 4.2,5 5.6,6.6 5.2,8.8 3.2,10 .4,9",
    },
    // a flat top
    { weight: 1, strokes: ".6,.2 5.2,.2 | 2.6,4 | 5.2,5 5.6,7.6 4,9.8 .4,9.2" },
    // no corner in the middle
    {
      weight: 2,
      strokes: ".8,1.4 2.6,0 4.8,1 4.6,3.2 2.8,4.6 2.2,4.5 3,4.3 5,5.4 5.6,7.4 4.2,9.6 2,10 .4,8.8",
    },
  ],
  [
    // open at the top, as in handwriting
    { weight: 3, strokes: "1,.2 .6,3 .4,5.2 | 3,5.5 6,5 ; 5,.4 4.8,5 4.4,10" },
    // round, in one curve, and the stem
    { weight: 2, strokes: ".8,.4 .3,3.2 1.3,5 3.4,4.9 5,3.6 ; 5.6,.2 5,4 4.2,10" },
    // closed, as in print
    { weight: 1, strokes: "4.4,0 2.2,3.2 0,6.6 | 3,6.6 6,6.4 ; 4.4,0 4.4,5 4.2,10" },
    // in one stroke
    { weight: 2, strokes: ".9,.2 .5,3 .5,4.8 | 3,4.9 5,4.2 5.4,.4 | 5,5 4.6,10" },
  ],
  [
    {
      weight: 3,
      strokes: "1.4,.2 1,4.2 | 3,3.6 5.2,4.8 5.6,7.2 4.2,9.4 2,10 .2,9 ; 1.4,.3 3.4,.4 5.8,0",
    },
    // in one stroke
    { weight: 2, strokes: "5.8,.2 3.6,.4 1.6,.4 | 1,4.2 | 3,3.7 5.2,5 5.4,7.4 4,9.4 1.8,10 .1,9" },
    // without corners
    { weight: 1, strokes: "5.6,.4 3.2,.3 1.6,1.8 1.8,3.8 3.8,5 4.6,7 3.6,9.2 1.6,10 0,9" },
  ],
  [
    {
      weight: 3,
      strokes: "4.6,0 2.2,2.4 .6,5.6 .6,8.4 2.4,10 4.8,9.2 5.4,7 4.2,5.4 2.2,5.8 .8,7.6",
    },
    // a steeper stem and a smaller loop
    { weight: 2, strokes: "3,0 1.2,3.4 .3,7 1,9.4 3,9.9 4.8,8.4 4.6,6.4 3,5.8 1.2,7 .5,8.2" },
  ],
  [
    { weight: 3, strokes: ".2,.6 2.8,.4 5.6,.2 | 4,4.6 2.6,10" },
    // rounded
    { weight: 2, strokes: ".2,1 2,.5 4.8,.4 5.4,1.4 4,5 2.4,10" },
    // Europe: a bar through the stem
    { weight: 1, strokes: ".2,.6 2.8,.4 5.6,.2 | 4,4.6 2.6,10 ; 1.6,5 5.4,4.8" },
    // Japan: a tick at the beginning
    { weight: 1, strokes: ".3,2.6 .5,.5 | 2.8,.5 5.6,.3 | 4.2,4 3.2,10" },
  ],
  [
    {
      weight: 3,
      strokes: "5,1.2 3,0 1,1 1.2,3 3,4.8 5,6.6 5.2,8.8 3,10 .8,8.8 1,6.8 3,4.9 4.8,3 5,1.2 4.2,.4",
    },
    // two rings
    {
      weight: 1,
      strokes: "3,4.6 1,3.6 1,1 3,0 5,1 5,3.4 3,4.6 ; 3,4.6 .8,6 .6,8.6 3,10 5.4,8.6 5.2,6 3,4.6",
    },
    // open at the top right
    {
      weight: 2,
      strokes: "5.2,.8 3.4,0 1.4,.9 1.4,2.8 3.4,4.8 4.9,7 4.4,9.2 2.6,10 1,9 1.4,7 3.2,4.8 5.6,1.6",
    },
  ],
  [
    // a straight stem
    { weight: 3, strokes: "5.2,1.4 3.6,0 1.2,.8 .4,3 1.8,4.8 4,4.2 5.2,1.8 | 5,5 4.4,10" },
    // a hook
    {
      weight: 1,
      strokes: "5.2,1.4 3.6,0 1.2,.8 .5,3 1.8,4.8 4,4.3 5.2,1.6 | 5.4,5 4.6,8.6 2.8,10 .8,9.2",
    },
    // a slanting stem
    { weight: 2, strokes: "5,1 3,.2 .8,1.6 .8,3.8 2.8,4.6 4.8,3 5.2,.8 | 4.4,5 2.6,10" },
  ],
];
