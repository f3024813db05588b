/** The judge's networks, devices and calendar. */
@NullMarked
package org.sekimori.lab.judge.environment;

import org.jspecify.annotations.NullMarked;
