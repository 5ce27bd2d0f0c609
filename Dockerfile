# Rooster's image: web, worker, dispatcher and manage.py, by the command it is started with.
#
# Linted with hadolint, but not built yet by anybody: no container engine was at hand when it was written.
# Try `docker build -t rooster .` and tell us; docs/operations.md says the same.

FROM python:3.13-slim AS python
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app

FROM python AS packages
COPY requirements.txt ./
RUN python -m venv /venv \
    && pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
    && python -m compileall -q /venv

# A database for the time of the build: the template of a company's schema is made by the migrations of this release.
FROM packages AS release
COPY requirements-local.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-local.txt
COPY . .
# Nothing here reaches the image but the two results; the values only let the settings load.
RUN SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(50))') \
    && ENCRYPTION_KEYS=$(python -c 'import secrets; print(secrets.token_urlsafe(50))') \
    && export SECRET_KEY ENCRYPTION_KEYS DJANGO_SETTINGS_MODULE=config.settings.production \
        BASE_URL=https://build.invalid EMAIL_URL=smtp://build.invalid:25 MAIL_FROM=build@build.invalid \
        SCHEMA_TEMPLATE_DIR=/app/build/schema_template \
    && python -m deploy.local.servers --data /tmp/build --not-durable -- \
        sh -euc 'python manage.py migrate_shared && python manage.py build_schema_template && python manage.py collectstatic --no-input' \
    && rm -rf /tmp/build deploy/local requirements* \
    && python -m compileall -q .

# The embedded servers stay behind in the stage above.
FROM python AS rooster
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin rooster \
    # A volume that is mounted here for the first time takes the owner over.
    && install --directory --owner=rooster --mode=0750 /company-files
COPY --from=packages /venv /venv
COPY --from=release /app /app
ENV DJANGO_SETTINGS_MODULE=config.settings.production \
    SCHEMA_TEMPLATE_DIR=/app/build/schema_template \
    WEB_BIND=0.0.0.0:8000
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py"]
