# One image for the web processes, the worker, the timetable and the migrations; what differs is the command and which
# secrets a container is given.

FROM python:3.11-slim AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /app
COPY requirements ./requirements
RUN pip install --require-hashes --requirement requirements/build.txt \
 && pip install --require-hashes --no-build-isolation --requirement requirements/base.txt

# The static files: npm comes in a wheel, is used here and stays here.
FROM packages AS assets
RUN pip install --require-hashes --no-build-isolation --requirement requirements/embedded.txt
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
COPY . .
# Nothing is read from these addresses and nothing is sealed with these keys: collecting files needs neither.
RUN zeros=$(printf '%064d' 0) \
 && CONTACTPOINT_SECRET_KEY=$zeros CONTACTPOINT_FIELD_KEY=$zeros CONTACTPOINT_FINGERPRINT_KEY=$zeros \
    CONTACTPOINT_DATABASE_URL=postgres://nobody@localhost/none CONTACTPOINT_REDIS_URL=redis://localhost/0 \
    CONTACTPOINT_HOSTS=localhost CONTACTPOINT_STATIC_DIR=/app/build/static \
    python manage.py collectstatic --noinput --verbosity=0

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home --shell /bin/false contactpoint \
 && install -d -o contactpoint -g contactpoint -m 0700 /var/lib/contactpoint
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=contactpoint.settings
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=assets /app/build/static /app/build/static
USER contactpoint
ENTRYPOINT ["/app/deploy/entrypoint"]
CMD ["gunicorn", "--config", "/app/deploy/gunicorn.conf.py", "contactpoint.wsgi:application"]
