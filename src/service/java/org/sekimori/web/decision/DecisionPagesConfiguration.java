package org.sekimori.web.decision;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The page of a decision. */
@Configuration(proxyBeanMethods = false)
@Import(DecisionPageController.class)
public class DecisionPagesConfiguration {}
