/** Publishers, their rights and their rates. */
@NullMarked
package org.sekimori.intake.publishers;

import org.jspecify.annotations.NullMarked;
