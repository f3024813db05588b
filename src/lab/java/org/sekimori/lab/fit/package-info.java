/** Fits the weights of evidence to labelled traffic, and says what each sign is worth. */
@NullMarked
package org.sekimori.lab.fit;

import org.jspecify.annotations.NullMarked;
