@NullMarked
package org.sekimori.intake.limits;

import org.jspecify.annotations.NullMarked;
