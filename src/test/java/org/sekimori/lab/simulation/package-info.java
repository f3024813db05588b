@NullMarked
package org.sekimori.lab.simulation;

import org.jspecify.annotations.NullMarked;
