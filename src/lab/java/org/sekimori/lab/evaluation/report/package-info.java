/** The evaluation's report. */
@NullMarked
package org.sekimori.lab.evaluation.report;

import org.jspecify.annotations.NullMarked;
