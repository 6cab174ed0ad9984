import tseslint from 'typescript-eslint';

const clockBans = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Ask the Clock: time is injected.',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='parse']",
    message: 'Vendor text is parsed in wire.ts, never by Date.',
  },
  {
    selector: "NewExpression[callee.name='Date']",
    message: 'Instants are UTC milliseconds; print them with domain/instant.ts.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Ask Random: chance is injected.',
  },
  {
    selector: 'CallExpression[callee.name=/^(setTimeout|setInterval)$/]',
    message: 'Ask the Clock: waiting is injected.',
  },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
];

export default tseslint.config(
  { ignores: ['dist/**', 'coverage/**', '.cache/**', '**/*.js', '**/*.cjs', '**/*.mjs'] },
  {
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/require-await': 'off',
      'max-lines': ['error', { max: 300 }],
      'no-restricted-syntax': ['error', ...clockBans],
    },
  },
  {
    // The three doors to the real clock and real chance, and the one printer of instants; the last is the page’s, in a browser.
    files: [
      'src/platform/clock.ts',
      'src/platform/random.ts',
      'src/domain/instant.ts',
      'src/status-page/client/browser-clock.ts',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // Tests watch real processes: they may read the machine's clock.
    files: ['test/**', 'bench/**'],
    rules: { 'no-restricted-syntax': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
