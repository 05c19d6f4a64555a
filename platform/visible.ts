/** Something that is seen: no space (an empty Braille cell is one), nothing that only changes what stands beside it, nothing that is not shown. */
export const VISIBLE = /[^\p{Z}\u2800\p{M}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
