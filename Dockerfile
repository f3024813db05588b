# syntax=docker/dockerfile:1

# The tests and the published figures are of Java 17, so the image runs on it. The service runs on 25 too:
#   docker build --build-arg JAVA_VERSION=25 -t sekimori .
# The lab (bench, simulate, evaluate, backtest, lab, and the clean traffic of `rules test`) is no part of a server; with it:
#   docker build --target lab -t sekimori-lab .
ARG JAVA_VERSION=17

# The compiler plug-ins of the build are those for 17, whatever the image runs on. Tests need brokers, Postfix and a clean clone:
# they belong before the image, not into it.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY src/core src/core
COPY src/service src/service
COPY src/cli src/cli
COPY src/lab src/lab
COPY src/docker src/docker
COPY rules rules
RUN --mount=type=cache,target=/root/.m2 \
    mvn -q -B package -Pimage -Dmaven.test.skip=true -Dspotless.check.skip=true
# Libraries change seldom and are most of the size: in layers of their own they are pulled once.
RUN java -Djarmode=tools -jar target/sekimori-server.jar extract --layers --destination layers --application-filename sekimori.jar
RUN java -Djarmode=tools -jar target/sekimori.jar extract --layers application --destination lab --application-filename sekimori-lab.jar

# Ubuntu, not Alpine: the store of the state (RocksDB) is native code for glibc.
FROM eclipse-temurin:${JAVA_VERSION}-jre AS runtime
ARG JAVA_VERSION

LABEL org.opencontainers.image.title="Sekimori" \
      org.opencontainers.image.description="Detects abuse of authenticated mail submission with declarative rules over a stream of events." \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="docker.io/library/eclipse-temurin:${JAVA_VERSION}-jre"

# A number that does not depend on the base image: volumes and the file with the archive's key belong to it.
RUN groupadd --system --gid 10001 sekimori \
 && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin sekimori \
 && mkdir /data \
 && chown 10001:10001 /data \
 && chmod 700 /data

WORKDIR /opt/sekimori
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# With rights of their own: a copy keeps those of the source tree, and one that was fetched under `umask 077` has none for user 10001.
COPY --chmod=755 src/docker/sekimori src/docker/ready /usr/local/bin/
COPY --chmod=755 LICENSE NOTICE ./
COPY --chmod=755 rules /rules
COPY --chmod=755 dashboards /dashboards

# An archive of the classes that a start loads, with this Java and these files: starts take half the processor time. An image without
# one works as well.
COPY --chmod=755 src/docker/class-data /opt/sekimori/
RUN /opt/sekimori/class-data /opt/sekimori/sekimori.jar /rules \
 || echo "Starts of this image are slower: it has no class-data archive."

# The script has commands look for `data`, `rules`, `dashboards` and `config` in /, from wherever they are called.
WORKDIR /

# Everything listens on loopback unless it is told otherwise, and the loopback of a container is its own. What can be reached is
# decided by what is published.
ENV SERVER_ADDRESS=0.0.0.0 \
    SEKIMORI_POSTFIX_HOST=0.0.0.0 \
    SEKIMORI_MILTER_HOST=0.0.0.0 \
    LANG=C.UTF-8

VOLUME ["/data", "/rules"]
EXPOSE 8080 10031 10032
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 CMD ["ready"]
ENTRYPOINT ["sekimori"]
CMD ["up"]

# The same with the lab: a jar beside the server's, over the same libraries. The script starts it instead.
FROM runtime AS lab
COPY --from=build /build/lab/application/ /opt/sekimori/
USER root
RUN /opt/sekimori/class-data /opt/sekimori/sekimori-lab.jar /rules \
 || echo "Starts of this image are slower: it has no class-data archive."
USER 10001:10001

# The last stage is what is built without --target.
FROM runtime AS server
