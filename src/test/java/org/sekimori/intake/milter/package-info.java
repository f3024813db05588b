@NullMarked
package org.sekimori.intake.milter;

import org.jspecify.annotations.NullMarked;
