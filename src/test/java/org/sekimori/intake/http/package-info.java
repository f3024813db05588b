@NullMarked
package org.sekimori.intake.http;

import org.jspecify.annotations.NullMarked;
