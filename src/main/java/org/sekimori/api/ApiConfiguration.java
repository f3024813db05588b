package org.sekimori.api;

import org.springframework.context.annotation.Configuration;

/** Placeholder until merged. */
@Configuration(proxyBeanMethods = false)
public class ApiConfiguration {}
