@NullMarked
package org.sekimori.lab.evaluation;

import org.jspecify.annotations.NullMarked;
